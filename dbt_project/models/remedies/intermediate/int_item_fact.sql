-- One row per governance item: the answer (yes, no, unknown) to every condition a remedy can ask, but is_rebuild, which
-- is itself the outcome of a remedy. 规划用途 is the only column that tells of land whether industry stays there and
-- whether it fits 工业发展导向. A standard not yet tested is taken as the region's parameter says.
select
    item.gov_item_id,
    item.region_code,
    item.status_date,
    item.parcel_id <> '' as has_parcel,
    item.enterprise_id <> '' as has_enterprise,
    {{ answer("parcel.plan_conformity = '符合'") }} as plan_conforms,
    {{ answer("parcel.planned_use like '%' || word.text_value || '%'") }} as keeps_industrial_use,
    {{ answer("parcel.planned_use like '%' || word.text_value || '%'") }} as fits_industry_direction,
    coalesce(efficiency.efficiency_is_low, 'unknown') as efficiency_is_low,
    coalesce(efficiency.efficiency_is_lower, 'unknown') as efficiency_is_lower,
    {{ answer('building.has_poor_grade') }} as building_is_poor,
    {{ answer('building.has_aged_grade or building.is_building_aged or building.is_management_lax') }}
        as is_outdated_or_unmanaged,
    case
        when plan.plan_status = '验收不通过' or acceptance.failed_standards is not null then 'no'
        when acceptance.required_standards is not null and acceptance.open_standards is null then 'yes'
        else coalesce(untested.text_value, 'unknown')
    end as can_reach_standards,
    case
        when plan.plan_status = '验收不通过' or acceptance.failed_standards is not null then 'yes'
        when registers.has_plan_list then 'no'
        else 'unknown'
    end as failed_acceptance,
    case
        when enterprise.has_outdated_capacity then 'yes'
        when registers.has_outdated_list then 'no'
        else 'unknown'
    end as has_outdated_capacity,
    problem.has_problem
from {{ ref('int_item') }} as item
inner join {{ ref('int_item_problem') }} as problem on item.gov_item_id = problem.gov_item_id
left join {{ ref('int_item_efficiency') }} as efficiency on item.gov_item_id = efficiency.gov_item_id
left join {{ ref('gov_parcel') }} as parcel on item.parcel_id = parcel.parcel_id and item.data_year = parcel.data_year
left join {{ ref('gov_enterprise') }} as enterprise
    on
        item.enterprise_id = enterprise.enterprise_id
        and item.region_code = enterprise.region_code
        and item.data_year = enterprise.data_year
left join {{ ref('int_parcel_building') }} as building on item.parcel_id = building.parcel_id
left join {{ ref('int_plan_current') }} as plan
    on item.region_code = plan.region_code and item.plan_no = plan.plan_no
left join {{ ref('int_plan_acceptance') }} as acceptance
    on item.region_code = acceptance.region_code and item.plan_no = acceptance.plan_no
left join (
    select
        region_code,
        bool_or(list_code = 'governance.plan') as has_plan_list,
        bool_or(list_code = 'economy.outdated_capacity') as has_outdated_list
    from {{ source('lake', 'batches') }}
    where selection = 'selected'
    group by region_code
) as registers
    on item.region_code = registers.region_code
left join {{ ref('shared_policy_parameter') }} as word
    on
        item.region_code = word.region_code
        and item.status_month = word.month_start
        and word.parameter_code = 'industrial_use_word'
left join {{ ref('shared_policy_parameter') }} as untested
    on
        item.region_code = untested.region_code
        and item.status_month = untested.month_start
        and untested.parameter_code = 'untested_standard_is_reachable'
