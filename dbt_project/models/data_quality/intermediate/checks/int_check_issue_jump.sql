-- One row per step in the life of a problem that the rules do not allow (P2: no state may be skipped).
select
    'issue_illegal_jump' as check_id,
    event.region_code,
    report.enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    report.parcel_id,
    report.period,
    domain.list_code,
    event.batch_id,
    event.sheet,
    event.line,
    report.issue_no || '，' || event.event_date::varchar || '，' || event.jump_note as detail_zh
from {{ ref('fct_issue_event') }} as event
inner join {{ ref('fct_issue_report') }} as report
    on
        event.batch_id = report.batch_id
        and event.sheet is not distinct from report.sheet
        and event.line = report.line
inner join {{ ref('issue_domain') }} as domain on event.domain = domain.domain
where event.is_illegal_jump
