-- One row per decision of 批次放行与停用清单 (data_centre.batch_decision) in its latest form, revoked ones among them. The list
-- has one row per decision number, its latest row counts whenever it was received; it lets one batch count (放行), keeps
-- it out (停用), or is itself revoked (撤销).
-- Generated from ingest/contracts/data_centre/batch_decision.yml by `make generate`.
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
