-- One row per problem and register that tells something new of it, with the steps it tells. Steps without a column of
-- their own (制定方案, 整改) may lie between two registers unseen; 申请验收 shows as status or 完成日期, 验收 as status
-- or 验收结果. What is closed and stays so tells nothing new: the closing is read from its newest register.
with
int_issue_statement as (select * from {{ ref('int_issue_statement') }}),
fct_issue as (select * from {{ ref('fct_issue') }}),

told as (
    select
        stated.issue_id,
        stated.domain,
        stated.region_code,
        stated.period_end,
        stated.batch_id,
        stated.sheet,
        stated.line,
        newest.found_date,
        stated.issue_status,
        stated.previous_status,
        stated.previous_finished_date,
        stated.is_failed and not stated.was_failed as is_failure_stated,
        stated.was_passed,
        stated.previous_period_end is null as is_listed,
        stated.was_closed as is_reopened,
        stated.closed_date is not null as is_closing,
        {% set is_last = 'stated.closed_date is not null'
            ~ ' and coalesce(stated.period_end > stated.last_open_period_end, true)' -%}
        case when {{ is_last }} then newest.finished_date else stated.finished_date end as finished_date,
        case when {{ is_last }} then newest.closed_date else stated.closed_date end as closed_date,
        stated.is_passed or ({{ is_last }} and coalesce(newest.acceptance_result = '通过', false)) as is_passed
    from int_issue_statement as stated
    inner join fct_issue as newest on stated.issue_id = newest.issue_id
    where not stated.was_closed or stated.closed_date is null
),

accepted as (
    select
        *,
        is_closing or coalesce(issue_status <> coalesce(previous_status, ''), false) as is_new_status,
        is_passed and not was_passed and coalesce(previous_status <> '验收通过', true) as is_pass,
        coalesce(previous_status <> '验收不通过', true)
        and (coalesce(issue_status = '验收不通过', false) or is_failure_stated) as is_failure
    from told
)

select
    issue_id,
    domain,
    region_code,
    period_end,
    batch_id,
    sheet,
    line,
    found_date,
    finished_date,
    closed_date,
    issue_status,
    is_listed,
    is_reopened,
    is_pass,
    is_failure,
    coalesce(issue_status = '申请验收' and is_new_status, false) or (
        finished_date is not null
        and (is_pass or is_failure or is_closing)
        and coalesce(previous_status not in ('申请验收', '验收通过'), true)
        and (coalesce(previous_status <> '验收不通过', true) or finished_date is distinct from previous_finished_date)
    ) as is_application,
    -- What the first register and a reopening say of the work is no step of its own, but that work has begun is.
    case
        when issue_status = '列入' then is_new_status and not is_listed and not is_reopened
        when issue_status in ('制定方案', '整改中') then (is_new_status and not is_reopened) or is_failure
        else is_closing
    end as is_step
from accepted
where is_listed or is_new_status or is_pass or is_failure
