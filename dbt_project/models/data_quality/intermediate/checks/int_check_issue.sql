-- One row per finding about a problem: it is not counted because another part of the region uses its number for another
-- problem of the same period, or a step in its life is one that the rules do not allow (P2: no state may be skipped).
with
fct_issue_report as not materialized (select * from {{ ref('fct_issue_report') }}),
fct_issue as (select * from {{ ref('fct_issue') }}),
issue_domain as not materialized (select * from {{ ref('issue_domain') }}),
fct_issue_event as (select * from {{ ref('fct_issue_event') }})

select
    'issue_no_shared' as check_id,
    report.region_code,
    report.enterprise_id,
    issue.enterprise_id as counterparty_enterprise_id,
    report.parcel_id,
    report.period,
    domain.list_code,
    report.batch_id,
    report.sheet,
    report.line,
    '编号 ' || report.issue_no || '（' || report.part || '：' || coalesce(report.enterprise_name, '企业未填') || '，'
    || coalesce(report.found_date::varchar, '发现日期未填') || '）与 ' || issue.part || ' 的 '
    || coalesce(issue.enterprise_name, '企业未填') || '（' || coalesce(issue.found_date::varchar, '发现日期未填')
    || '）重复，此条未计入' as detail_zh
from fct_issue_report as report
inner join fct_issue as issue
    on
        report.domain = issue.domain
        and report.region_code = issue.region_code
        and report.issue_no = issue.issue_no
        and report.period_end = issue.period_end
        and report.part <> issue.part
inner join issue_domain as domain on report.domain = domain.domain
where
    report.enterprise_id <> issue.enterprise_id
    or report.found_date is distinct from issue.found_date
union all
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
from fct_issue_event as event
inner join fct_issue_report as report
    on
        event.batch_id = report.batch_id
        and event.sheet is not distinct from report.sheet
        and event.line = report.line
inner join issue_domain as domain on event.domain = domain.domain
where event.is_illegal_jump
