-- One row per indicator of 亩均低效 firms' improvement, scope and month. The cohort is every firm on the list by then, or
-- with a plan for 亩均低效 by then; done: its plan is closed (销号) and it was not listed afterwards. Being above the bands
-- in a later data year is an exit of its own (docs/readings.md 7).
with
gov_list_month as (select * from {{ ref('gov_list_month') }}),
shared_plan_statement as (select * from {{ ref('shared_plan_statement') }}),
governance_list as (select * from {{ ref('governance_list') }}),
run as (select * from {{ source('lake', 'run') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_scope_enterprise as (select * from {{ ref('int_scope_enterprise') }}),
gov_enterprise as (select * from {{ ref('gov_enterprise') }}),

listed as (
    select
        region_code,
        enterprise_id,
        min(month_start) as first_month,
        max(month_start) as last_month
    from gov_list_month
    where governance_list_code = 'low_efficiency' and object_kind = 'enterprise'
    group by region_code, enterprise_id
),

plan as (
    select
        region_code,
        enterprise_id,
        min(plan_date) as plan_date,
        max(closed_date) as closed_date
    from shared_plan_statement
    where next_stated_date is null and governance_objects like '%亩均低效%' and enterprise_id <> 'NO_ENTERPRISE'
    group by region_code, enterprise_id
),

cohort as (
    select
        coalesce(listed.region_code, plan.region_code) as region_code,
        coalesce(listed.enterprise_id, plan.enterprise_id) as enterprise_id,
        least(listed.first_month, plan.plan_date) as from_date,
        case when coalesce(listed.last_month <= plan.closed_date, true) then plan.closed_date end as closed_date
    from listed
    full outer join plan
        on listed.region_code = plan.region_code and listed.enterprise_id = plan.enterprise_id
),

region_set as (
    select region_code
    from governance_list as list
    cross join run
    where governance_list_code = 'low_efficiency' and is_set and {{ in_force('list', 'run.business_date') }}
),

judged as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        month.month_start,
        cohort.enterprise_id,
        coalesce(cohort.closed_date <= month.month_end, false) as is_done,
        coalesce(later.is_low_efficiency = 'no', false) as is_above
    from cohort
    inner join region_set on cohort.region_code = region_set.region_code
    inner join dim_month as month on cohort.from_date <= month.month_end
    inner join int_scope_enterprise as scope
        on
            cohort.region_code = scope.region_code
            and cohort.enterprise_id = scope.enterprise_id
            and month.year_number = scope.year_number
    left join gov_enterprise as later
        on
            cohort.enterprise_id = later.enterprise_id
            and cohort.region_code = later.region_code
            and month.month_end = later.status_date
)

{% for code, column in {'low_efficiency_done_rate': 'is_done', 'low_efficiency_risen_rate': 'is_above'}.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    '' as domain,
    month_start,
    cast(count(*) filter (where {{ column }}) as double) as numerator,
    cast(count(*) as double) as denominator,
    count(*) as covered_count,
    count(*) as total_count
from judged
group by scope_kind, scope_code, region_code, month_start
{{ 'union all' if not loop.last }}
{% endfor %}
