-- One row per batch: its file, row accounting, verdict and why it was selected or not, or that it came after as_of.
with
known_batches as (select * from {{ source('lake', 'batches') }}),
later_batches as (select * from {{ source('lake', 'later_batches') }}),

batches as (
    select * from known_batches
    union all by name
    select * from later_batches
)

select
    batches.batch_id,
    batches.list_code,
    batches.list_zh,
    batches.department as department_code,
    batches.region_code,
    batches.part,
    batches.period,
    batches.period_start,
    batches.period_end,
    batches.delivery,
    batches.received_at,
    batches.file_path,
    batches.file_sha256,
    batches.sheets,
    batches.rows_read,
    batches.rows_accepted,
    batches.rows_quarantined,
    batches.rows_excluded,
    batches.is_nil,
    batches.derivation,
    batches.verdict,
    batches.selection,
    batches.selection_cause,
    batches.selection_reason,
    batches.selection_reason_zh,
    batches.decision_no
from batches
