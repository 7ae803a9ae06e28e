-- One row per parcel, enterprise and data year: month-ends of land, the year's tax, and its figures of 年报 shared by
-- that land, exactly. The tax state is that of the enterprise's own region; int_tax_year has it for each region.
{% set measures = [
    'output_value_cny', 'value_added_cny', 'revenue_cny', 'rd_cny', 'energy_tce', 'staff_avg_count'
] %}
with month_sum as (
    select
        fact.parcel_id,
        fact.enterprise_id,
        month.year_number,
        -- A stock added up on purpose: the column is the sum over month ends, divided by 12 only in ratios.
        cast(sum(fact.land_sqm) as decimal(18, 4)) as land_sqm_months,
        cast({{ sum_over_time('fct_parcel_enterprise', 'tax_cny') }} as decimal(18, 2)) as tax_cny
    from {{ ref('fct_parcel_enterprise') }} as fact
    inner join {{ ref('dim_month') }} as month on fact.month_start = month.month_start
    group by fact.parcel_id, fact.enterprise_id, month.year_number
),

joined as (
    select
        coalesce(month_sum.parcel_id, share.parcel_id) as parcel_id,
        coalesce(month_sum.enterprise_id, share.enterprise_id) as enterprise_id,
        coalesce(month_sum.year_number, share.year_number) as year_number,
        month_sum.land_sqm_months,
        month_sum.tax_cny,
    {% for measure in measures -%}
    share.{{ measure }}{{ ',' if not loop.last }}
    {% endfor -%}
    from month_sum
    full outer join {{ ref('int_output_share') }} as share
        on
            month_sum.parcel_id = share.parcel_id
            and month_sum.enterprise_id = share.enterprise_id
            and month_sum.year_number = share.year_number
)

select
    joined.parcel_id,
    joined.enterprise_id,
    joined.year_number,
    joined.land_sqm_months,
    joined.tax_cny,
    tax_year.tax_state,
{% for measure in measures -%}
joined.{{ measure }}{{ ',' if not loop.last }}
{% endfor -%}
from joined
left join {{ source('lake', 'enterprise') }} as enterprise on joined.enterprise_id = enterprise.enterprise_id
left join {{ ref('int_tax_year') }} as tax_year
    on
        enterprise.enterprise_id = tax_year.enterprise_id
        and enterprise.region_code = tax_year.region_code
        and joined.year_number = tax_year.year_number
