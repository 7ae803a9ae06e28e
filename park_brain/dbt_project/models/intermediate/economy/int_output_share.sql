-- One row per parcel, enterprise and data year: the figures of 年报 shared by the land used in the region that
-- reported them, exactly.
-- Weights leave out 建设期 parcels; an enterprise without land in the region keeps its figures at NO_PARCEL.
{% set measures = {
    'output_value_cny': 2, 'value_added_cny': 2, 'revenue_cny': 2, 'rd_cny': 2, 'energy_tce': 4, 'staff_avg_count': 4
} %}
with land_year as (
    select
        land.parcel_id,
        land.enterprise_id,
        parcel.region_code,
        month.year_number,
        cast(sum(land.land_sqm) as decimal(18, 4)) as land_sqm_months
    from {{ ref('int_land_month') }} as land
    inner join {{ ref('int_parcel') }} as parcel on land.parcel_id = parcel.parcel_id
    inner join {{ ref('dim_month') }} as month on land.month_start = month.month_start
    where not parcel.is_under_construction and land.enterprise_id <> 'NO_ENTERPRISE'
    group by land.parcel_id, land.enterprise_id, parcel.region_code, month.year_number
),

weighted as (
    select
        parcel_id,
        enterprise_id,
        region_code,
        year_number,
        {{ units('land_sqm_months', 4) }} as weight
    from land_year
    where land_sqm_months > 0
),

total as (
    select
        enterprise_id,
        region_code,
        year_number,
        sum(weight) as total_weight
    from weighted
    group by enterprise_id, region_code, year_number
),

-- Figures of enterprises with land, beside every weighted parcel of theirs.
landed as (
    select
        weighted.parcel_id,
        weighted.enterprise_id,
        weighted.region_code,
        weighted.year_number,
    {% for measure, scale in measures.items() -%}
    output.{{ measure }},
    {{ share_floor('output.' ~ measure, scale, 'weighted.weight', 'total.total_weight') }} as {{ measure }}_floor,
    {{ share_remainder('output.' ~ measure, scale, 'weighted.weight', 'total.total_weight') }}
        as {{ measure }}_rest{{ ',' if not loop.last }}
    {% endfor -%}
    from weighted
    inner join total
        on
            weighted.enterprise_id = total.enterprise_id
            and weighted.region_code = total.region_code
            and weighted.year_number = total.year_number
    inner join {{ ref('int_output_year') }} as output
        on
            weighted.enterprise_id = output.enterprise_id
            and weighted.region_code = output.region_code
            and weighted.year_number = output.year_number
),

share as (
    select
        parcel_id,
        enterprise_id,
        year_number,
    {% for measure, scale in measures.items() -%}
    {{ share(
        measure, scale, measure ~ '_floor', measure ~ '_rest', 'enterprise_id, region_code, year_number', 'parcel_id'
    ) }} as {{ measure }}{{ ',' if not loop.last }}
    {% endfor -%}
    from landed
    union all
    select
        'NO_PARCEL' as parcel_id,
        output.enterprise_id,
        output.year_number,
    {% for measure in measures -%}
    output.{{ measure }}{{ ',' if not loop.last }}
    {% endfor -%}
    from {{ ref('int_output_year') }} as output
    left join total
        on
            output.enterprise_id = total.enterprise_id
            and output.region_code = total.region_code
            and output.year_number = total.year_number
    where total.enterprise_id is null
)

select
    parcel_id,
    enterprise_id,
    year_number,
{% for measure, scale in measures.items() -%}
cast(sum({{ measure }}) as decimal(18, {{ scale }})) as {{ measure }}{{ ',' if not loop.last }}
{% endfor -%}
from share
group by parcel_id, enterprise_id, year_number
