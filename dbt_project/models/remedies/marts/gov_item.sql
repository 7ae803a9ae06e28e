-- One row per governance item (parcel and enterprise, or one of them) on a list of the newest month or with a plan:
-- the remedy its conditions propose, or why none can be, beside the plan of record, its milestones and acceptance
-- (docs/readings.md 6). What is known on the status date.
with
int_item_path as not materialized (select * from {{ ref('int_item_path') }}),
int_item as (select * from {{ ref('int_item') }}),
int_item_fact as (select * from {{ ref('int_item_fact') }}),
int_plan_current as (select * from {{ ref('int_plan_current') }}),
gov_plan_event as (select * from {{ ref('gov_plan_event') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),

proposal as (
    select
        gov_item_id,
        count(*) filter (where fits = 'yes') as fitting_count,
        bool_or(fits = 'unknown') as has_unknown,
        min(case when fits = 'yes' then precedence end) as best_precedence,
        string_agg(case when fits = 'yes' then path end, '、' order by precedence) as fitting_paths
    from int_item_path
    group by gov_item_id
),

missing as (
    select
        gov_item_id,
        string_agg(distinct condition_code, '、' order by condition_code) as unknown_conditions
    from (
        select
            gov_item_id,
            unnest(string_split(unknown_conditions, '、')) as condition_code
        from int_item_path
        where fits = 'unknown'
    ) as listed
    group by gov_item_id
)

select
    item.gov_item_id,
    item.region_code,
    coalesce(parcel.county_code, enterprise.county_code, plan.county_code) as county_code,
    coalesce(parcel.town_name, enterprise.town_name, plan.town_name) as town_name,
    case
        when item.parcel_id = '' then 'enterprise'
        when item.enterprise_id = '' then 'parcel'
        else 'parcel_enterprise'
    end as object_kind,
    coalesce(nullif(item.parcel_id, ''), 'NO_PARCEL') as parcel_id,
    coalesce(nullif(item.enterprise_id, ''), 'NO_ENTERPRISE') as enterprise_id,
    item.status_date,
    item.data_year,
    item.governance_lists is not null as is_listed,
    item.governance_lists,
    item.listed_reason,
    fact.efficiency_band,
    case
        when proposal.gov_item_id is null then 'not_set'
        when proposal.fitting_count = 1 then 'path'
        when proposal.fitting_count > 1 then 'several_fit'
        when proposal.has_unknown then 'unknown'
        else 'none_fits'
    end as proposal_state,
    best.path as proposed_path,
    proposal.fitting_paths,
    best.fired_conditions,
    best.fired_conditions_zh,
    missing.unknown_conditions,
    item.plan_no is not null as has_plan,
    cast(item.open_plan_count as integer) as open_plan_count,
    item.plan_no,
    plan.governance_path as plan_path,
    of_plan.fits as plan_path_fits,
    plan.governance_path <> best.path as is_path_different,
    change.path_change_count,
    plan.implementation_mode,
    plan.plan_status,
    plan.plan_date,
    plan.deadline_date,
    coalesce(plan.is_open and plan.deadline_date < item.status_date, false) as is_overdue,
    plan.next_milestone_date,
    coalesce(plan.is_open and plan.next_milestone_date < item.status_date, false) as is_milestone_overdue,
    plan.required_standards,
    plan.passed_standards,
    plan.failed_standards,
    plan.open_standards,
    plan.accepted_date,
    plan.closed_date,
    best.source_clauses,
    plan.batch_id,
    plan.sheet,
    plan.line
from int_item as item
left join proposal on item.gov_item_id = proposal.gov_item_id
left join missing on item.gov_item_id = missing.gov_item_id
left join int_item_path as best
    on
        item.gov_item_id = best.gov_item_id
        and proposal.best_precedence = best.precedence
        and best.fits = 'yes'
inner join int_item_fact as fact on item.gov_item_id = fact.gov_item_id
left join int_plan_current as plan
    on item.region_code = plan.region_code and item.plan_no = plan.plan_no
left join int_item_path as of_plan
    on item.gov_item_id = of_plan.gov_item_id and plan.governance_path = of_plan.path
left join (
    select
        region_code,
        plan_no,
        cast(count(*) as integer) as path_change_count
    from gov_plan_event
    where event = '路径变更'
    group by region_code, plan_no
) as change
    on item.region_code = change.region_code and item.plan_no = change.plan_no
left join dim_parcel as parcel on item.parcel_id = parcel.parcel_id
left join dim_enterprise as enterprise on item.enterprise_id = enterprise.enterprise_id
