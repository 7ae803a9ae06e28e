-- One row per waiver of a violation (data_centre.violation_waiver) in its latest form, revoked ones among them.
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
