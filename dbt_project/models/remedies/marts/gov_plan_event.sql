-- One row per event of a governance plan (region, number): made, path changed, carried out, applied for acceptance,
-- accepted or not, closed, reopened, ended, gone from the register. In the order of their days.
select
    region_code,
    plan_no,
    cast(row_number() over (
        partition by region_code, plan_no
        order by event_date, event_order, batch_id, sheet, line
    ) as integer) as event_no,
    event_date,
    event,
    from_path,
    to_path,
    batch_id,
    sheet,
    line
from {{ ref('int_plan_event') }}
