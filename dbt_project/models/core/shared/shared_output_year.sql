-- One row per enterprise, region and data year: the figures of its current statement (年报, else the year's 快报). Rows of
-- other parts, of an earlier spelling or sent again are never added up (check output_listed_twice names them).
with
int_output_statement as (select * from {{ ref('int_output_statement') }})

select
    enterprise_id,
    county_code,
    region_code,
    cast(year(period_start) as integer) as year_number,
    report_kind,
    output_value_cny,
    value_added_cny,
    revenue_cny,
    rd_cny,
    energy_tce,
    staff_avg_count,
    batch_id,
    sheet,
    line
from int_output_statement
where is_current and enterprise_id <> 'NO_ENTERPRISE'
