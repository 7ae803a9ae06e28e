-- One row per decision of 质量问题豁免清单 (data_centre.violation_waiver) in its latest form, revoked ones among them. The list
-- has one row per waiver number, its latest row counts whenever it was received; it waives one violation, or one rule
-- on one row of a list, or is itself revoked (撤销).
-- Generated from ingest/contracts/data_centre/violation_waiver.yml by `make generate`.
select
    src.waiver_no,
    src.action,
    src.violation_id,
    src.list_code,
    src.rule_id,
    src.row_key,
    src.column_name,
    src.reason,
    src.decided_date,
    src.valid_to_date,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'data_centre__violation_waiver') }} as src
