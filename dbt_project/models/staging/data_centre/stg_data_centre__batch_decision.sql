-- One row per decision about a batch (data_centre.batch_decision) in its latest form, revoked ones among them.
select
    src.decision_no,
    src.action,
    src.batch_id as about_batch_id,
    src.file_path,
    src.list_code,
    src.reason,
    src.decided_date,
    src.valid_to_date,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'data_centre__batch_decision') }} as src
