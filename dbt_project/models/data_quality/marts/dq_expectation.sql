-- One row per batch, expectation and column: what Great Expectations found in that batch alone.
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
from {{ source('lake', 'checks') }}
