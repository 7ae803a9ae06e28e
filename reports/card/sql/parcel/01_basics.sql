-- 基本信息: one row: the parcel as registered.
select
    parcel.land_code as "宗地代码",
    parcel.issuer as "编码单位",
    parcel.location as "坐落",
    region.region_zh as "地区",
    parcel.town_name as "镇街",
    parcel.platform_name as "所属园区",
    parcel.ownership as "权属性质",
    holder.enterprise_name as "使用权人",
    in_mu(parcel.land_area_sqm) as "土地面积（亩）",
    parcel.floor_area_sqm as "建筑面积（㎡）",
    parcel.floor_area_ratio as "容积率",
    parcel.planned_use as "规划用途",
    parcel.plan_conformity as "规划符合性",
    parcel.land_status as "使用状况",
    parcel.supply_date as "供地日期",
    parcel.parcel_id as "地块主键",
    source_zh(batch.file_path, parcel.sheet, parcel.line) as "来源"
from dim_parcel as parcel
left join dim_region as region on parcel.region_code = region.region_code
left join dim_enterprise as holder on parcel.holder_enterprise_id = holder.enterprise_id
left join dq_batch as batch on parcel.batch_id = batch.batch_id
where parcel.parcel_id = $1
