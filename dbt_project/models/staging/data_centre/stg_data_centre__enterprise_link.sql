-- One row per decision of 企业关联决定清单 (data_centre.enterprise_link) in its latest form, revoked ones among them. The list
-- has one row per decision number, its latest row counts whenever it was received; it says of one record, or of one
-- credit code, which enterprise it is (同一企业), which it is not (不是同一企业), that it stands alone (单独成户), is itself revoked
-- (撤销), or says nothing yet (暂不处理).
-- Generated from ingest/contracts/data_centre/enterprise_link.yml by `make generate`.
select
    src.decision_no,
    src.action,
    src.review_id,
    src.code_text,
    src.name_text,
    src.target_uscc,
    src.reason,
    src.decided_date,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'data_centre__enterprise_link') }} as src
