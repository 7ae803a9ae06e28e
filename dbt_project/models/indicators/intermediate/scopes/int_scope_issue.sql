-- One row per scope and problem that counts in it: once in its region and county, in at most one town and one platform
-- with those above it.
select
    scope_kind,
    scope_code,
    region_code,
    case_id as issue_id,
    entry_date
from {{ ref('int_scope_case') }}
where case_kind = 'issue'
