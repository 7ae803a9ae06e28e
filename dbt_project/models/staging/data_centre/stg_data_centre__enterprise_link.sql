-- One row per decision about the link of a record (data_centre.enterprise_link) in its latest form, revoked ones among
-- them.
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
