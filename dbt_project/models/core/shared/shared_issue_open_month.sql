-- One row per problem and month at whose end it is open (found or reopened by then, not closed), with whether it is 较大
-- then.
with
shared_issue_span as (select * from {{ ref('shared_issue_span') }}),
fct_issue as (select * from {{ ref('fct_issue') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_issue_severity as (select * from {{ ref('int_issue_severity') }}),

open_month as (
    select distinct
        issue.issue_id,
        issue.domain,
        issue.region_code,
        issue.enterprise_id,
        issue.parcel_id,
        issue.is_major,
        month.month_start,
        month.month_end
    from shared_issue_span as span
    inner join fct_issue as issue on span.issue_id = issue.issue_id
    inner join dim_month as month
        on span.open_from_date <= month.month_end and coalesce(span.closed_date > month.month_end, true)
),

larger as (
    select distinct
        open_month.issue_id,
        open_month.month_start
    from open_month
    inner join int_issue_severity as severity
        on
            open_month.issue_id = severity.issue_id
            and open_month.month_end >= severity.since_date
            and coalesce(open_month.month_end < severity.until_date, true)
)

select
    open_month.*,
    larger.issue_id is not null as is_larger
from open_month
left join larger on open_month.issue_id = larger.issue_id and open_month.month_start = larger.month_start
