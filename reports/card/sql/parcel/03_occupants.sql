-- 用地企业: one row per enterprise, tenure, counterparty and first day.
select
    enterprise.enterprise_name as "企业",
    enterprise.uscc as "信用代码",
    tenure_zh(bridge.tenure) as "方式",
    case when counterparty.enterprise_id <> 'NO_ENTERPRISE' then counterparty.enterprise_name end as "对方",
    bridge.valid_from_date as "起",
    bridge.valid_to_date as "止",
    in_mu(bridge.land_sqm) as "土地（亩）",
    bridge.floor_sqm as "建筑（㎡）",
    basis_zh(bridge.land_basis) as "面积依据",
    yes_no(bridge.is_one_sided) as "仅一方填报"
from bridge_parcel_enterprise as bridge
left join dim_enterprise as enterprise on bridge.enterprise_id = enterprise.enterprise_id
left join dim_enterprise as counterparty on bridge.counterparty_enterprise_id = counterparty.enterprise_id
where bridge.parcel_id = $1
order by
    bridge.valid_from_date desc nulls last,
    bridge.enterprise_id asc,
    bridge.tenure asc,
    bridge.counterparty_enterprise_id asc
