-- One row per land supply contract and parcel: whether the land is idle on the last day of the mart (B2, 闲置土地处置办法),
-- since when and what follows: a fee while not begun for the years of grace, taking back after the years for it, both
-- counted from the agreed start. Beside it whether it is 标准地 and which of the five promises its contract lacks.
with
int_idle_state as (select * from {{ ref('int_idle_state') }})

select
    contract_id,
    contract_no,
    supervision_no,
    enterprise_id,
    today_parcel_id as parcel_id,
    project_name,
    district_name,
    land_use,
    supply_method,
    land_area_sqm,
    price_cny,
    signed_date,
    is_standard_land,
    case when is_standard_land then nullif(concat_ws(
        '、',
        case when promised_investment_wan_cny_per_mu is null then '投资强度' end,
        case when promised_far is null then '容积率' end,
        case when promised_energy_tce_per_wan_cny is null then '单位能耗' end,
        case when promised_emission_t_per_wan_cny is null then '单位排污' end,
        case when promised_tax_wan_cny_per_mu is null then '亩均税收' end
    ), '') end as standard_land_lacks,
    planned_start_date,
    actual_start_date,
    actual_finish_date,
    status_date,
    is_begun,
    is_finished,
    is_idle_not_begun,
    is_idle_stopped,
    case
        when 'yes' in (is_idle_not_begun, is_idle_stopped) then 'yes'
        when 'unknown' in (is_idle_not_begun, is_idle_stopped) then 'unknown'
        else 'no'
    end as is_idle,
    case
        when is_idle_not_begun = 'yes' then '超过约定动工日满' || grace_years || '年未动工'
        when is_idle_not_begun = 'unknown' and planned_start_date is null then '缺约定动工日期'
        when is_idle_not_begun = 'unknown' then '合同清单早于应判定日'
        when is_idle_stopped = 'yes' then '停建满' || grace_years || '年且已投资额（不含地价）不足'
        when is_idle_stopped = 'unknown' and project_code is null then '已动工未竣工，没有对应的投资项目'
        when is_idle_stopped = 'unknown' and is_stopped is null then '投资项目台账不足以看出是否停建'
        when is_idle_stopped = 'unknown' then '停建，缺已动工面积或投资额'
    end as idle_evidence,
    case
        when is_idle_not_begun = 'yes' then idle_from_date
        when is_idle_stopped = 'yes' then cast(unchanged_since_date + to_years(grace_years) as date)
    end as idle_from_date,
    case
        when is_idle_not_begun <> 'yes' then null
        when planned_start_date + to_years(take_back_years) <= status_date then 'take_back'
        else 'fee'
    end as consequence,
    cast(case
        when is_idle_not_begun = 'yes' and planned_start_date + to_years(take_back_years) > status_date
            then round(cast(price_cny as decimal(28, 2)) * cast(fee_share as decimal(10, 6)), 2)
    end as decimal(18, 2)) as fee_due_cny,
    project_code,
    planned_investment_cny,
    completed_investment_cny,
    cast(invested_cny as decimal(18, 2)) as completed_without_land_price_cny,
    cast(total_cny as decimal(18, 2)) as planned_without_land_price_cny,
    source_document,
    clause,
    region_code,
    batch_id,
    sheet,
    line
from int_idle_state
