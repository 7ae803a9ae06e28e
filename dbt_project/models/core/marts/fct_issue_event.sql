-- One row per step in the life of a problem: told by the registers' own dates, else by the first register that shows it
-- (the end of its period). A step that the dated rules (issue_transition) do not allow is an illegal jump; 消失 is a
-- register that leaves an open case out, no step.
{% set steps = [
    ('is_listed', '列入', '列入', 'found_date'),
    ('is_reopened', '重新打开', '重新打开', 'null'),
    ('is_application', '申请验收', '申请验收', 'finished_date'),
    ('is_failure', '验收不通过', '验收不通过', 'closed_date'),
    ('is_pass', '验收通过', '验收通过', 'closed_date'),
] %}
with
int_issue_turn as not materialized (select * from {{ ref('int_issue_turn') }}),
int_issue_gone as (select * from {{ ref('int_issue_gone') }}),
issue_transition as not materialized (select * from {{ ref('issue_transition') }}),

step as (
    {% for flag, event, to_status, date in steps -%}
    select
        issue_id,
        domain,
        region_code,
        period_end,
        {{ loop.index }} as place,
        '{{ event }}' as event,
        '{{ to_status }}' as to_status,
        cast({{ date }} as date) as stated_date,
        batch_id,
        sheet,
        line
    from int_issue_turn
    where {{ flag }}
    union all
    {% endfor -%}
    select
        issue_id,
        domain,
        region_code,
        period_end,
        6 as place,
        case issue_status when '整改中' then '整改' when '已销号' then '销号' else issue_status end as event,
        issue_status as to_status,
        closed_date as stated_date,
        batch_id,
        sheet,
        line
    from int_issue_turn
    where is_step
    union all
    select
        issue_id,
        domain,
        region_code,
        gone_date as period_end,
        0 as place,
        '消失' as event,
        cast(null as varchar) as to_status,
        cast(null as date) as stated_date,
        batch_id,
        sheet,
        line
    from int_issue_gone
),

numbered as (
    select
        *,
        coalesce(stated_date, period_end) as event_date,
        row_number() over life as event_no,
        lag(to_status ignore nulls) over life as from_status
    from step
    window life as (partition by issue_id order by period_end, place)
),

own_region as (
    select distinct region_code
    from issue_transition
)

select
    numbered.issue_id,
    cast(numbered.event_no as integer) as event_no,
    numbered.event_date,
    -- 验收 has no date of its own: told with the closing it lies before.
    numbered.stated_date is not null and numbered.to_status not in ('验收通过', '验收不通过') as is_date_stated,
    numbered.event,
    numbered.from_status,
    numbered.to_status,
    numbered.to_status is not null and numbered.from_status is not null and rule.to_status is null as is_illegal_jump,
    case
        when numbered.to_status is null or numbered.from_status is null or rule.to_status is not null then null
        when numbered.to_status = '已销号' then '未经验收通过即销号（此前为' || numbered.from_status || '）'
        when numbered.event in ('验收通过', '验收不通过') then '未申请验收即验收（此前为' || numbered.from_status || '）'
        else '由' || numbered.from_status || '变为' || numbered.to_status
    end as jump_note,
    numbered.domain,
    numbered.region_code,
    numbered.period_end,
    numbered.batch_id,
    numbered.sheet,
    numbered.line
from numbered
left join own_region on numbered.region_code = own_region.region_code
left join issue_transition as rule
    on
        coalesce(own_region.region_code, '*') = rule.region_code
        and numbered.from_status = rule.from_status
        and numbered.to_status = rule.to_status
        and {{ in_force('rule', 'numbered.event_date') }}
