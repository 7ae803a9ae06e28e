-- One row per accepted row of 快报 (economy.output_month), with the 累计 as received and the figures of its own period:
-- one month, or January and February together; NULL where the month before is missing.
{% set measures = ['output_value_cny', 'revenue_cny', 'value_added_cny', 'profit_cny', 'rd_cny', 'energy_tce'] %}
with
int_output_month as (select * from {{ ref('int_output_month') }})

select
    enterprise_id,
    county_code,
    enterprise_uscc,
    enterprise_name,
    county_name,
    industry_code,
    is_current,
    figure_state,
    -- A correction of an earlier month; kept, for the year's sum is right only with it.
    coalesce(least({{ measures | join(', ') }}) < 0, false) as has_negative_figure,
    figure_start,
    {% for measure in measures -%}
    {% set kind = 'decimal(18, 2)' if measure.endswith('_cny') else 'decimal(18, 4)' -%}
    {% set ytd = measure | replace('_cny', '_ytd_cny') | replace('_tce', '_ytd_tce') -%}
    cast({{ measure }} as {{ kind }}) as {{ measure }},
    cast({{ ytd }} as {{ kind }}) as {{ ytd }},
    {% endfor -%}
    cast(output_value_reported_cny as decimal(18, 2)) as output_value_reported_cny,
    cast(staff_end_count as decimal(18, 4)) as staff_end_count,
    note,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from int_output_month
