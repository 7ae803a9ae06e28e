-- One row per governance plan as its newest register states it, on today's parcel; '' where it names no parcel or
-- enterprise. A plan that was ended (已终止) is none. With the acceptance standards of its region in force on the last
-- day of the mart (C7, D7): which were passed, failed or are open; 不涉及 is not asked for.
with
shared_plan_statement as (select * from {{ ref('shared_plan_statement') }}),
shared_parcel_today as (select * from {{ ref('shared_parcel_today') }}),
dim_month as (select * from {{ ref('dim_month') }}),
acceptance_standard as (select * from {{ ref('acceptance_standard') }}),

plan as (
    select
        statement.*,
        coalesce(today.today_parcel_id, nullif(statement.parcel_id, 'NO_PARCEL'), '') as plan_parcel_id
    from shared_plan_statement as statement
    left join shared_parcel_today as today
        on statement.parcel_id = today.parcel_id and statement.parcel_id <> 'NO_PARCEL'
    where statement.next_stated_date is null and statement.plan_status <> '已终止'
),

answer as (
    {% for standard in ['environment', 'fire', 'safety', 'construction'] %}
    select
        region_code,
        plan_no,
        '{{ standard }}' as standard_code,
        {{ standard }}_acceptance as answer
    from plan
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

asked as (
    select distinct
        answer.region_code,
        answer.plan_no,
        answer.answer,
        standard.standard_zh
    from answer
    cross join (select max(month_end) as status_date from dim_month) as today
    inner join acceptance_standard as standard
        on
            answer.region_code = standard.region_code
            and answer.standard_code = standard.standard_code
            and {{ in_force('standard', 'today.status_date') }}
    where answer.answer is distinct from '不涉及'
),

acceptance as (
    select
        region_code,
        plan_no,
        string_agg(standard_zh, '、' order by standard_zh) as required_standards,
        string_agg(case when answer = '通过' then standard_zh end, '、' order by standard_zh) as passed_standards,
        string_agg(case when answer = '不通过' then standard_zh end, '、' order by standard_zh) as failed_standards,
        string_agg(case when answer is null then standard_zh end, '、' order by standard_zh) as open_standards
    from asked
    group by region_code, plan_no
)

select
    plan.region_code,
    plan.plan_no,
    plan.plan_parcel_id as parcel_id,
    coalesce(nullif(plan.enterprise_id, 'NO_ENTERPRISE'), '') as enterprise_id,
    plan.county_code,
    plan.town_name,
    plan.governance_path,
    plan.implementation_mode,
    plan.plan_status,
    plan.plan_date,
    plan.next_milestone_date,
    plan.deadline_date,
    acceptance.required_standards,
    acceptance.passed_standards,
    acceptance.failed_standards,
    acceptance.open_standards,
    plan.accepted_date,
    plan.closed_date,
    plan.closed_date is null as is_open,
    plan.batch_id,
    plan.sheet,
    plan.line
from plan
left join acceptance on plan.region_code = acceptance.region_code and plan.plan_no = acceptance.plan_no
