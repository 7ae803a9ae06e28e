-- One row per governance item: the answer (yes, no, unknown) to every condition a remedy can ask, but has_problem
-- (int_item_problem) and is_rebuild, itself the outcome of a remedy. 规划用途 is the only column that tells of land whether
-- industry stays there and whether it fits 工业发展导向. A standard not yet tested is taken as the region's parameter says.
-- 亩均效益 is 低 or 较低 by the region's bands (docs/readings.md 6), on the figure of the parcel, all users together, or
-- of the enterprise where there is no parcel. What may not be judged is unknown, unless the enterprise holds the last
-- grade and the band includes it.
with
int_item as (select * from {{ ref('int_item') }}),
gov_parcel as (select * from {{ ref('gov_parcel') }}),
gov_enterprise as (select * from {{ ref('gov_enterprise') }}),
remedy_band as (select * from {{ ref('remedy_band') }}),
batches as (select * from {{ source('lake', 'batches') }}),
int_parcel_building as (select * from {{ ref('int_parcel_building') }}),
int_plan_current as (select * from {{ ref('int_plan_current') }}),
shared_policy_parameter as not materialized (select * from {{ ref('shared_policy_parameter') }}),

item as (
    select
        item.*,
        parcel.plan_conformity,
        parcel.planned_use,
        enterprise.has_outdated_capacity,
        case when item.parcel_id <> '' then parcel.evaluable_state else enterprise.evaluable_state end
            as evaluable_state,
        case when item.parcel_id <> '' then parcel.tax_cny else enterprise.tax_cny end as tax_cny,
        case when item.parcel_id <> '' then parcel.land_sqm_months else enterprise.land_sqm_months end
            as land_sqm_months,
        coalesce(enterprise.is_last_grade_in_force, false) as is_last_grade
    from int_item as item
    left join gov_parcel as parcel
        on item.parcel_id = parcel.parcel_id and item.data_year = parcel.data_year
    left join gov_enterprise as enterprise
        on
            item.enterprise_id = enterprise.enterprise_id
            and item.region_code = enterprise.region_code
            and item.data_year = enterprise.data_year
),

banded as (
    select
        item.gov_item_id,
        band.band,
        band.band_zh,
        case
            when item.is_last_grade and band.includes_last_grade then 'yes'
            when coalesce(item.evaluable_state, '') <> 'evaluable' then 'unknown'
            when {{ in_tier('band', 'item.tax_cny', 'item.land_sqm_months') }} then 'yes'
            else 'no'
        end as answer
    from item
    inner join remedy_band as band
        on item.region_code = band.region_code and {{ in_force('band', 'item.status_date') }}
),

efficiency as (
    select
        gov_item_id,
        {{ any_holds("case when band = 'low' then answer else 'no' end") }} as is_low,
        {{ any_holds("case when band = 'lower' then answer else 'no' end") }} as is_lower,
        string_agg(case when answer = 'yes' then band_zh end, '、' order by band_zh) as efficiency_band
    from banded
    group by gov_item_id
),

registers as (
    select
        region_code,
        bool_or(list_code = 'governance.plan') as has_plan_list,
        bool_or(list_code = 'economy.outdated_capacity') as has_outdated_list
    from batches
    where selection = 'selected'
    group by region_code
)

select
    item.gov_item_id,
    item.region_code,
    item.status_date,
    item.parcel_id <> '' as has_parcel,
    item.enterprise_id <> '' as has_enterprise,
    {{ answer("item.plan_conformity = '符合'") }} as plan_conforms,
    {{ answer("item.planned_use like '%' || word.text_value || '%'") }} as keeps_industrial_use,
    {{ answer("item.planned_use like '%' || word.text_value || '%'") }} as fits_industry_direction,
    efficiency.efficiency_band,
    coalesce(efficiency.is_low, 'unknown') as efficiency_is_low,
    coalesce(efficiency.is_lower, 'unknown') as efficiency_is_lower,
    {{ answer('building.has_poor_grade') }} as building_is_poor,
    {{ answer('building.has_aged_grade or building.is_building_aged or building.is_management_lax') }}
        as is_outdated_or_unmanaged,
    case
        when plan.plan_status = '验收不通过' or plan.failed_standards is not null then 'no'
        when plan.required_standards is not null and plan.open_standards is null then 'yes'
        else coalesce(untested.text_value, 'unknown')
    end as can_reach_standards,
    case
        when plan.plan_status = '验收不通过' or plan.failed_standards is not null then 'yes'
        when registers.has_plan_list then 'no'
        else 'unknown'
    end as failed_acceptance,
    case
        when item.has_outdated_capacity then 'yes'
        when registers.has_outdated_list then 'no'
        else 'unknown'
    end as has_outdated_capacity
from item
left join efficiency on item.gov_item_id = efficiency.gov_item_id
left join int_parcel_building as building on item.parcel_id = building.parcel_id
left join int_plan_current as plan
    on item.region_code = plan.region_code and item.plan_no = plan.plan_no
left join registers on item.region_code = registers.region_code
left join shared_policy_parameter as word
    on
        item.region_code = word.region_code
        and item.status_month = word.month_start
        and word.parameter_code = 'industrial_use_word'
left join shared_policy_parameter as untested
    on
        item.region_code = untested.region_code
        and item.status_month = untested.month_start
        and untested.parameter_code = 'untested_standard_is_reachable'
