-- One row per event of a governance plan (region, number): made, path changed, carried out, applied for acceptance,
-- accepted or not, closed, reopened, ended, gone from the register. In the order of their days: their own dates where
-- the registers give one, else the end of the register that first says so. A path changed before the first register is
-- reported by 原治理路径 alone.
with
shared_plan_statement as (select * from {{ ref('shared_plan_statement') }}),
int_plan_gone as not materialized (select * from {{ ref('int_plan_gone') }}),

statement as (
    select
        *,
        nullif(previous_path, governance_path) as other_path
    from shared_plan_statement
),

event as (
    select
        region_code,
        plan_no,
        1 as event_order,
        plan_date as event_date,
        '制定' as event,
        cast(null as varchar) as from_path,
        coalesce(other_path, governance_path) as to_path,
        batch_id,
        sheet,
        line
    from statement
    where statement_no = 1
    union all
    select
        region_code,
        plan_no,
        4,
        coalesce(path_changed_date, case when statement_no = 1 then plan_date else period_end end),
        '路径变更',
        coalesce(former_path, other_path),
        governance_path,
        batch_id,
        sheet,
        line
    from statement
    where former_path <> governance_path or (statement_no = 1 and other_path is not null)
    union all
    select
        region_code,
        plan_no,
        5,
        case plan_status
            when '实施中' then coalesce(start_date, period_end)
            when '验收通过' then coalesce(accepted_date, period_end)
            when '验收不通过' then coalesce(accepted_date, period_end)
            when '已销号' then coalesce(accepted_date, closed_date, period_end)
            else period_end
        end,
        case plan_status
            when '实施中' then '实施'
            when '申请验收' then '申请验收'
            when '验收不通过' then '验收不通过'
            when '已终止' then '终止'
            else '验收通过'
        end,
        null,
        governance_path,
        batch_id,
        sheet,
        line
    from statement
    where
        plan_status is distinct from former_status
        and plan_status <> '已制定'
        -- A closed plan was accepted only where it says when; that it was accepted is told once.
        and (plan_status <> '已销号' or (accepted_date is not null and former_status is distinct from '验收通过'))
    union all
    select
        region_code,
        plan_no,
        case when closed_date is null then 3 else 6 end,
        coalesce(closed_date, period_end),
        case when closed_date is null then '重新打开' else '销号' end,
        null,
        governance_path,
        batch_id,
        sheet,
        line
    from statement
    where
        (closed_date is not null and former_closed_date is null)
        or (closed_date is null and former_closed_date is not null and plan_status <> '已销号')
    union all
    select
        region_code,
        plan_no,
        7,
        gone_date,
        '消失',
        null,
        null,
        batch_id,
        null,
        null
    from int_plan_gone
    union all
    select
        statement.region_code,
        statement.plan_no,
        2,
        statement.period_end,
        '再次列出',
        null,
        statement.governance_path,
        statement.batch_id,
        statement.sheet,
        statement.line
    from statement
    inner join int_plan_gone as gone
        on
            statement.region_code = gone.region_code
            and statement.plan_no = gone.plan_no
            and statement.period_end = gone.back_date
)

select
    region_code,
    plan_no,
    cast(row_number() over (
        partition by region_code, plan_no
        order by event_date, event_order, batch_id, sheet, line
    ) as integer) as event_no,
    event_date,
    event,
    from_path,
    to_path,
    batch_id,
    sheet,
    line
from event
