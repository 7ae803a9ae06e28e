-- 用地: one row per parcel, tenure, counterparty and first day.
select
    coalesce(parcel.land_code, parcel.location) as "地块",
    tenure_zh(bridge.tenure) as "方式",
    case when counterparty.enterprise_id <> 'NO_ENTERPRISE' then counterparty.enterprise_name end as "对方",
    bridge.valid_from_date as "起",
    bridge.valid_to_date as "止",
    in_mu(bridge.land_sqm) as "土地（亩）",
    bridge.floor_sqm as "建筑（㎡）",
    basis_zh(bridge.land_basis) as "面积依据",
    yes_no(bridge.is_one_sided) as "仅一方填报"
from bridge_parcel_enterprise as bridge
left join dim_parcel as parcel on bridge.parcel_id = parcel.parcel_id
left join dim_enterprise as counterparty on bridge.counterparty_enterprise_id = counterparty.enterprise_id
where bridge.enterprise_id = $1
order by
    bridge.valid_from_date desc nulls last,
    bridge.parcel_id asc,
    bridge.tenure asc,
    bridge.counterparty_enterprise_id asc
