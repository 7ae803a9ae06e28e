-- One row per parcel, enterprise and data year: month-ends of land, and the year's figures shared by that land,
-- exactly.
-- Weights leave out 建设期 parcels; an enterprise without land keeps its figures at NO_PARCEL.
{% set measures = {
    'output_value_cny': 2, 'value_added_cny': 2, 'revenue_cny': 2, 'rd_cny': 2, 'energy_tce': 4, 'staff_avg_count': 4
} %}
with month_sum as (
    select
        fact.parcel_id,
        fact.enterprise_id,
        month.year_number,
        cast(sum(fact.land_sqm) as decimal(18, 4)) as land_sqm_months,
        cast({{ sum_over_time('fct_parcel_enterprise', 'tax_cny') }} as decimal(18, 2)) as tax_cny
    from {{ ref('fct_parcel_enterprise') }} as fact
    inner join {{ ref('dim_month') }} as month on fact.month_start = month.month_start
    group by fact.parcel_id, fact.enterprise_id, month.year_number
),

weighted as (
    select
        month_sum.*,
        case
            when
                month_sum.land_sqm_months > 0 and not parcel.is_under_construction
                and month_sum.enterprise_id <> 'NO_ENTERPRISE'
                then {{ units('month_sum.land_sqm_months', 4) }}
            else 0
        end as weight
    from month_sum
    left join {{ ref('int_parcel') }} as parcel on month_sum.parcel_id = parcel.parcel_id
),

total as (
    select
        enterprise_id,
        year_number,
        sum(weight) as total_weight
    from weighted
    group by enterprise_id, year_number
),

-- Figures of enterprises with land, beside every weighted parcel of theirs.
landed as (
    select
        weighted.parcel_id,
        weighted.enterprise_id,
        weighted.year_number,
    {% for measure, scale in measures.items() -%}
    output.{{ measure }},
    {{ share_floor('output.' ~ measure, scale, 'weighted.weight', 'total.total_weight') }} as {{ measure }}_floor,
    {{ share_remainder('output.' ~ measure, scale, 'weighted.weight', 'total.total_weight') }}
        as {{ measure }}_rest{{ ',' if not loop.last }}
    {% endfor -%}
    from weighted
    inner join total
        on weighted.enterprise_id = total.enterprise_id and weighted.year_number = total.year_number
    inner join {{ ref('int_output_year') }} as output
        on weighted.enterprise_id = output.enterprise_id and weighted.year_number = output.year_number
    where weighted.weight > 0
),

share as (
    select
        parcel_id,
        enterprise_id,
        year_number,
    {% for measure, scale in measures.items() -%}
    {{ share(measure, scale, measure ~ '_floor', measure ~ '_rest', 'enterprise_id, year_number', 'parcel_id') }}
        as {{ measure }}{{ ',' if not loop.last }}
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
    left join total on output.enterprise_id = total.enterprise_id and output.year_number = total.year_number
    where coalesce(total.total_weight, 0) = 0
)

select
    coalesce(month_sum.parcel_id, share.parcel_id) as parcel_id,
    coalesce(month_sum.enterprise_id, share.enterprise_id) as enterprise_id,
    coalesce(month_sum.year_number, share.year_number) as year_number,
    month_sum.land_sqm_months,
    month_sum.tax_cny,
    tax_year.tax_state,
{% for measure in measures -%}
share.{{ measure }}{{ ',' if not loop.last }}
{% endfor -%}
from month_sum
full outer join share
    on
        month_sum.parcel_id = share.parcel_id
        and month_sum.enterprise_id = share.enterprise_id
        and month_sum.year_number = share.year_number
left join {{ ref('int_tax_year') }} as tax_year
    on
        coalesce(month_sum.enterprise_id, share.enterprise_id) = tax_year.enterprise_id
        and coalesce(month_sum.year_number, share.year_number) = tax_year.year_number
