-- One row per problem and time it was open: from the day found, and again from each reopening, to its closing
-- (NULL = still open). Most problems have one, as their newest register states it.
with
fct_issue_event as not materialized (select * from {{ ref('fct_issue_event') }}),
fct_issue as not materialized (select * from {{ ref('fct_issue') }}),

turning as (
    select
        issue_id,
        event_no,
        event,
        event_date,
        lead(event) over (partition by issue_id order by event_no) as next_event,
        lead(event_date) over (partition by issue_id order by event_no) as next_date,
        lead(event_date, 2) over (partition by issue_id order by event_no) as reopened_date
    from fct_issue_event
    where
        (event in ('重新打开', '销号') or event_no = 1)
        and issue_id in (
            select reopened.issue_id from fct_issue_event as reopened
            where event = '重新打开'
        )
),

span as (
    select
        issue_id,
        event_no > 1 as is_reopening,
        event_date as open_from_date,
        case when next_event = '销号' then next_date end as closed_date,
        reopened_date
    from turning
    where event <> '销号'
    union all
    select
        issue.issue_id,
        false as is_reopening,
        issue.found_date as open_from_date,
        issue.closed_date,
        cast(null as date) as reopened_date
    from fct_issue as issue
    left join (select distinct issue_id from turning) as reopened on issue.issue_id = reopened.issue_id
    where reopened.issue_id is null
)

select
    span.issue_id,
    issue.domain,
    issue.is_major,
    issue.found_date,
    issue.deadline_date,
    span.is_reopening,
    -- A closing dated before the register that reopens the case came was told late.
    least(span.open_from_date, coalesce(span.closed_date, span.open_from_date)) as open_from_date,
    span.closed_date,
    -- Stood closed when its deadline ended.
    coalesce(
        span.closed_date <= issue.deadline_date and coalesce(span.reopened_date > issue.deadline_date, true), false
    ) as is_closed_by_deadline
from span
inner join fct_issue as issue on span.issue_id = issue.issue_id
