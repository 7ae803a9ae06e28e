-- One row per parcel, enterprise and data year: the figures of 年报 and the emissions, shared by the land used in the
-- county (region, where no county is told) they were reported for, exactly.
-- Weights leave out 建设期 parcels and what is let out; without land there the figures stay at NO_PARCEL.
{% set output = {
    'output_value_cny': 2, 'value_added_cny': 2, 'revenue_cny': 2, 'rd_cny': 2, 'energy_tce': 4, 'staff_avg_count': 4
} %}
{% set emission = {
    'wastewater_t': 4, 'cod_t': 4, 'ammonia_nitrogen_t': 4, 'so2_t': 4, 'nox_t': 4, 'vocs_t': 4,
    'pollution_equivalent_t': 4
} %}
{% set keys = ['enterprise_id', 'area_code', 'year_number'] %}
with
shared_output_year as (select * from {{ ref('shared_output_year') }}),
shared_emission_year as (select * from {{ ref('shared_emission_year') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
ref_division as (select * from {{ ref('ref_division') }}),
int_land_weight_month as (select * from {{ ref('int_land_weight_month') }}),
dim_month as (select * from {{ ref('dim_month') }}),

stated as (
    select
        enterprise_id,
        county_code,
        region_code,
        year_number,
        {% for measure in output %}
        {{ measure }},
        {% endfor %}
    {% for measure in emission %}
    cast(null as decimal(18, 4)) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from shared_output_year
    union all
    select
        enterprise_id,
        county_code,
        region_code,
        year_number,
        {% for measure in output %}
        null,
        {% endfor %}
    {% for measure in emission %}
    {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from shared_emission_year
),

amounts as (
    select
        stated.enterprise_id,
        coalesce(
            stated.county_code,
            case when stated.region_code in (home.parent_code, home.division_code) then home.division_code end,
            stated.region_code
        ) as area_code,
        stated.year_number,
    {% for measure, scale in (output.items() | list) + (emission.items() | list) %}
    cast(sum(stated.{{ measure }}) as decimal(18, {{ scale }})) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from stated
    left join dim_enterprise as enterprise on stated.enterprise_id = enterprise.enterprise_id
    left join ref_division as home on enterprise.county_code = home.division_code
    group by stated.enterprise_id, area_code, stated.year_number
),

weights as (
    select
        land.parcel_id,
        land.enterprise_id,
        land.area_code,
        month.year_number,
        cast(sum(land.weight) as hugeint) as weight
    from int_land_weight_month as land
    inner join dim_month as month on land.month_start = month.month_start
    group by land.parcel_id, land.enterprise_id, land.area_code, month.year_number
),

{{ allocation_ctes('amounts', 'weights', keys, dict(output, **emission)) }}

select
    parcel_id,
    enterprise_id,
    year_number,
{% for measure, scale in (output.items() | list) + (emission.items() | list) %}
cast(sum({{ measure }}) as decimal(18, {{ scale }})) as {{ measure }}{{ ',' if not loop.last }}
{% endfor %}
from allocated
group by parcel_id, enterprise_id, year_number
