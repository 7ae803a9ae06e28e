-- One row per enterprise, county (or none told), region and year: emissions over its permits. A substance that one of
-- the permits leaves empty is not known for the whole; of several rows for one permit the newest counts.
{% set substances = [
    'wastewater_t', 'cod_t', 'ammonia_nitrogen_t', 'so2_t', 'nox_t', 'vocs_t', 'pollution_equivalent_t'
] %}
with
stg_environment__emission as (select * from {{ ref('stg_environment__emission') }}),

ranked as (
    select
        *,
        cast(year(period_start) as integer) as year_number,
        row_number() over (
            partition by enterprise_id, region_code, year(period_start), coalesce(permit_no, '')
            order by {{ last_received_first() }}
        ) as place
    from stg_environment__emission
    where enterprise_id <> 'NO_ENTERPRISE'
)

select
    enterprise_id,
    county_code,
    region_code,
    year_number,
    {% for substance in substances %}
    cast(case when count({{ substance }}) = count(*) then sum({{ substance }}) end as decimal(18, 4))
        as {{ substance }},
    {% endfor %}
    count(*) as permit_count
from ranked
where place = 1
group by enterprise_id, county_code, region_code, year_number
