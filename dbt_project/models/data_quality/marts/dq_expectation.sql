-- One row per batch, expectation and column: what Great Expectations found in that batch alone.
with
checks as (select * from {{ source('lake', 'checks') }})

select
    batch_id,
    list_code,
    region_code,
    period,
    expectation,
    column_name,
    severity,
    success as is_success,
    observed,
    expected,
    reason,
    message_zh
from checks
