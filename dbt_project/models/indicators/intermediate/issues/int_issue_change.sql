-- One row per problem and month in which a count of it changes: found, reopened, closed, become overdue, due. Overdue
-- begins the day after the deadline and ends with the closing; an open-ended problem (no deadline) is never overdue.
with
shared_issue_span as (select * from {{ ref('shared_issue_span') }}),

span as (
    select
        issue_id,
        domain,
        cast(is_major as integer) as major,
        cast(is_reopening as integer) as reopening,
        cast(deadline_date is null as integer) as open_ended,
        cast(is_closed_by_deadline as integer) as closed_by_deadline,
        found_date,
        deadline_date,
        closed_date - found_date as closed_days,
        last_day(open_from_date) as open_month_end,
        last_day(closed_date) as closed_month_end,
        case
            when deadline_date is not null
                then greatest(last_day(cast(deadline_date + interval 1 day as date)), last_day(open_from_date))
        end as overdue_month_end
    from shared_issue_span
),

change as (
    select
        issue_id,
        domain,
        open_month_end as month_end,
        1 - reopening as found_count,
        reopening as reopened_count,
        0 as closed_count,
        0 as closed_days_sum,
        0 as overdue_count,
        open_ended as open_ended_count,
        major * (1 - reopening) as major_found_count,
        major as major_open_count,
        0 as major_overdue_count,
        0 as due_count,
        0 as closed_by_deadline_count
    from span
    union all
    select
        issue_id,
        domain,
        closed_month_end,
        0,
        0,
        1,
        closed_days,
        case when overdue_month_end < closed_month_end then -1 else 0 end,
        -open_ended,
        0,
        -major,
        case when overdue_month_end < closed_month_end then -major else 0 end,
        0,
        0
    from span
    where closed_month_end is not null
    union all
    select
        issue_id,
        domain,
        overdue_month_end,
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        major,
        0,
        0
    from span
    where overdue_month_end is not null and coalesce(overdue_month_end < closed_month_end, true)
    union all
    select
        issue_id,
        domain,
        last_day(deadline_date),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1 - reopening,
        closed_by_deadline
    from span
    where last_day(deadline_date) >= last_day(found_date)
)

select
    issue_id,
    domain,
    month_end,
    {% for name in [
        'found_count', 'reopened_count', 'closed_count', 'closed_days_sum', 'overdue_count', 'open_ended_count',
        'major_found_count', 'major_open_count', 'major_overdue_count', 'due_count', 'closed_by_deadline_count'
    ] -%}
cast(sum({{ name }}) as bigint) as {{ name }}{{ ',' if not loop.last }}
{% endfor -%}
from change
group by issue_id, domain, month_end
