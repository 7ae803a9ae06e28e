-- One row per batch that waits to be repaired or was set aside for another, per planned list whose newest due period
-- has not come, per part of a list sent once that has grown older than its plan allows, and per decision in force that
-- names no batch or violation we know of.
with
dq_completeness as (select * from {{ ref('dq_completeness') }}),
batches as not materialized (select * from {{ source('lake', 'batches') }}),
delivery_plan as (select * from {{ ref('delivery_plan') }}),
run as (select * from {{ source('lake', 'run') }}),
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),
dq_decision as (select * from {{ ref('dq_decision') }}),

due as (
    select
        plan.*,
        max(case when {{ has_come('plan') }} then plan.period end) over (
            partition by plan.list_code, plan.region_code, plan.part
        ) as newest_period,
        row_number() over (
            partition by plan.list_code, plan.region_code, plan.part
            order by plan.window_end desc, plan.frequency desc
        ) as place
    from dq_completeness as plan
    -- A region that never sent anything is not served yet; dq_completeness still shows what it lacks.
    inner join (
        select distinct region_code
        from batches
    ) as served
        on plan.region_code = served.region_code
    where plan.status not in ('unplanned', 'not_due')
),

aged as (
    select
        batches.list_code,
        batches.region_code,
        batches.part,
        max(batches.period_end) as newest_end,
        max(plan.max_age_days) as max_age_days
    from batches
    inner join delivery_plan as plan
        on
            batches.list_code = plan.list_code
            and batches.region_code = plan.region_code
            and (plan.part in ('*', batches.part) or batches.part = 'whole')
            and plan.max_age_days is not null
    inner join run
        on
            {{ in_force('plan', 'run.business_date') }}
    where batches.selection = 'selected' and batches.delivery = 'full'
    group by batches.list_code, batches.region_code, batches.part, run.business_date
    having max(batches.period_end) + max(plan.max_age_days) * interval 1 day < run.business_date
)

select
    'list_stale' as check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    case when frequency <> 'once' then period end as period,
    list_code,
    cast(null as varchar) as batch_id,
    cast(null as varchar) as sheet,
    cast(null as integer) as line,
    case when part in ('*', 'whole') then '' else part || '：' end
    || case
        when frequency = 'once' then '从未报送'
        else
            period || ' 期应于 ' || cast(due_date as varchar) || ' 前报送，'
            || coalesce('最近收到的是 ' || newest_period || ' 期', '从未报送')
    end as detail_zh
from due
where place = 1 and status = 'missing'
union all
select
    'list_stale',
    region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    'NO_PARCEL',
    cast(newest_end as varchar),
    list_code,
    null,
    null,
    null,
    case when part = 'whole' then '' else part || '：' end
    || '最近一次是 ' || cast(newest_end as varchar) || ' 的清单，已超过 ' || cast(max_age_days as varchar) || ' 天未更新'
from aged
union all
select
    case batches.selection_cause
        when 'held' then 'batch_held'
        when 'critical' then 'batch_critical'
        else 'batch_conflict'
    end,
    batches.region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    'NO_PARCEL',
    batches.period,
    batches.list_code,
    batches.batch_id,
    null,
    null,
    batches.file_path || '：' || batches.selection_reason_zh
from batches
inner join shared_batch_place as place on batches.batch_id = place.batch_id
where
    (batches.selection_cause in ('held', 'critical') and place.is_pending)
    or (batches.selection_cause = 'conflict' and batches.selection = 'superseded')
union all
select
    'decision_without_target' as check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    period,
    decision_list_code as list_code,
    batch_id,
    sheet,
    line,
    decision_no || '（' || action || '）：' || about_zh as detail_zh
from dq_decision
where state = 'in_force' and target_count = 0
