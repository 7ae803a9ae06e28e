-- One row per list that gives a state, region, part and month: whether the part the delivery plan asks for is known at
-- the month's end. Part '' is the whole region: all of its parts. Without a plan nothing is complete, so that a missing
-- record says nothing (docs/architecture.md invariant 6).
with
dq_completeness as (select * from {{ ref('dq_completeness') }}),
shared_snapshot_span as not materialized (select * from {{ ref('shared_snapshot_span') }}),
dim_month as (select * from {{ ref('dim_month') }}),

asked as (
    select distinct
        plan.list_code,
        plan.region_code,
        plan.part,
        month.month_start,
        month.month_end
    from dq_completeness as plan
    inner join (select distinct list_code from shared_snapshot_span) as list
        on plan.list_code = list.list_code
    inner join dim_month as month
        on plan.window_start <= month.month_end and plan.window_end >= month.month_start
    where plan.status <> 'unplanned'
),

known as (
    select
        asked.list_code,
        asked.region_code,
        asked.part,
        asked.month_start,
        count(span.part) > 0 as is_complete
    from asked
    left join shared_snapshot_span as span
        on
            asked.list_code = span.list_code
            and asked.region_code = span.region_code
            and (asked.part in ('*', span.part) or span.part = 'whole')
            and asked.month_end >= span.valid_from_date
    group by asked.list_code, asked.region_code, asked.part, asked.month_start
)

select
    list_code,
    region_code,
    part,
    month_start,
    is_complete
from known
union all
select
    list_code,
    region_code,
    '',
    month_start,
    bool_and(is_complete)
from known
group by list_code, region_code, month_start
