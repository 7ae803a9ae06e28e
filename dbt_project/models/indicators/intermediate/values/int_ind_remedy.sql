-- One row per remedy indicator, scope, path or stage (domain; '' = together) and status month: governance items listed,
-- those with a plan, plans by path and by stage, proposals by path (else why none), and the land of the parcels planned
-- for, each parcel once per path.
with
gov_item as (select * from {{ ref('gov_item') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
int_scope_parcel as (select * from {{ ref('int_scope_parcel') }}),

item as (
    select
        'item' as case_kind,
        gov_item_id as case_id,
        region_code,
        county_code,
        town_name,
        parcel_id,
        enterprise_id,
        status_date as place_date,
        status_date,
        is_listed,
        has_plan,
        plan_path,
        plan_status,
        coalesce(proposed_path, proposal_state) as proposal
    from gov_item
    where proposal_state <> 'not_set'
),

scope as (
    {{ scope_of_cases('item') }}
),

placed as (
    select
        scope.scope_kind,
        scope.scope_code,
        item.*
    from item
    inner join scope on item.case_id = scope.case_id
),

counted as (
    {% for code, column, condition in [
        ('plan_count', 'plan_path', 'has_plan'),
        ('plan_stage_count', 'plan_status', 'has_plan'),
        ('proposal_count', 'proposal', 'is_listed')
    ] %}
    {% for domain, grouping in {column: ', ' ~ column, "''": ''}.items() %}
    select
        '{{ code }}' as indicator_code,
        scope_kind,
        scope_code,
        region_code,
        {{ domain }} as domain,
        status_date,
        cast(count(*) as double) as numerator,
        cast(null as double) as denominator
    from placed
    where {{ condition }} and {{ column }} is not null
    group by scope_kind, scope_code, region_code, status_date{{ grouping }}
    union all
    {% endfor %}
    {% endfor %}
    select
        'plan_coverage_rate',
        scope_kind,
        scope_code,
        region_code,
        '',
        status_date,
        cast(count(*) filter (where has_plan) as double),
        cast(count(*) as double)
    from placed
    where is_listed
    group by scope_kind, scope_code, region_code, status_date
),

planned_parcel as (
    select distinct
        region_code,
        parcel_id,
        plan_path,
        status_date
    from item
    where has_plan and parcel_id <> 'NO_PARCEL' and plan_path is not null
),

land as (
    select
        scope.scope_kind,
        scope.scope_code,
        planned.region_code,
        planned.plan_path,
        planned.status_date,
        sum(cast(dim.land_area_sqm as decimal(28, 4)) * scope.area_share) as land_sqm
    from planned_parcel as planned
    inner join dim_parcel as dim on planned.parcel_id = dim.parcel_id
    inner join int_scope_parcel as scope
        on {{ in_scope_on('planned', 'scope', 'planned.status_date') }} and planned.region_code = scope.region_code
    group by scope.scope_kind, scope.scope_code, planned.region_code, planned.plan_path, planned.status_date
)

select
    indicator_code,
    scope_kind,
    scope_code,
    region_code,
    domain,
    cast(date_trunc('month', status_date) as date) as month_start,
    numerator,
    denominator,
    cast(null as bigint) as covered_count,
    cast(null as bigint) as total_count
from counted
union all
select
    'plan_land_mu',
    scope_kind,
    scope_code,
    region_code,
    plan_path,
    cast(date_trunc('month', status_date) as date),
    cast(land_sqm as double),
    null,
    null,
    null
from land
