-- One row per yearly statement of an enterprise: every accepted row of 年报 (economy.output), and the December 累计 of 快报
-- (economy.output_month); is_current marks the one that counts, with keys and lineage (batch, sheet, line).
with
int_output_statement as (select * from {{ ref('int_output_statement') }})

select
    report_kind,
    is_current,
    enterprise_id,
    county_code,
    enterprise_uscc,
    enterprise_name,
    county_name,
    industry_code,
    output_value_cny,
    value_added_cny,
    revenue_cny,
    rd_cny,
    energy_tce,
    staff_avg_count,
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
from int_output_statement
