-- One row per problem and register (period) that states it, beside what the register before said: successive
-- restatements tell the life of a case. A case is closed where a closing date is stated; 已销号 without one changes
-- no status (NULL).
with
fct_issue_report as (select * from {{ ref('fct_issue_report') }}),

ranked as (
    select
        domain,
        region_code,
        issue_no,
        part,
        period_end,
        batch_id,
        sheet,
        line,
        found_date,
        finished_date,
        closed_date,
        acceptance_result,
        case
            when closed_date is not null then '已销号'
            when issue_status <> '已销号' then issue_status
        end as issue_status,
        row_number() over (
            partition by domain, region_code, issue_no, period_end
            order by {{ last_received_first() }}
        ) as place
    from fct_issue_report
),

judged as (
    select
        *,
        coalesce(acceptance_result = '不通过', false) as is_failed,
        case
            when issue_status = '验收通过' then coalesce(acceptance_result <> '不通过', true)
            else acceptance_result = '通过' and coalesce(issue_status in ('申请验收', '已销号'), true)
        end as is_passed
    from ranked
    where place = 1
)

select
    domain || ':' || region_code || ':' || issue_no as issue_id,
    domain,
    region_code,
    issue_no,
    part,
    period_end,
    batch_id,
    sheet,
    line,
    found_date,
    finished_date,
    closed_date,
    issue_status,
    is_failed,
    coalesce(is_passed, false) as is_passed,
    lag(period_end) over stated as previous_period_end,
    lead(period_end) over stated as next_period_end,
    lag(issue_status ignore nulls) over stated as previous_status,
    lag(finished_date) over stated as previous_finished_date,
    lag(closed_date) over stated is not null as was_closed,
    coalesce(lag(is_failed) over stated, false) as was_failed,
    coalesce(lag(is_passed) over stated, false) as was_passed,
    max(case when closed_date is null then period_end end) over (
        partition by domain, region_code, issue_no
    ) as last_open_period_end
from judged
window stated as (partition by domain, region_code, issue_no order by period_end)
