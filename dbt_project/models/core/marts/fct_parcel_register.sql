-- One row per accepted row of 工业用地底数清单 (land.parcel_register), as received, with keys and lineage (batch,
-- sheet, line).
with
stg_land__parcel_register as (select * from {{ ref('stg_land__parcel_register') }})

select
    enterprise_id,
    parcel_id,
    county_code,
    land_code,
    unit_code,
    location,
    county_name,
    town_name,
    platform_name,
    ownership,
    holder_name,
    holder_uscc,
    land_area_sqm,
    floor_area_sqm,
    floor_area_ratio,
    planned_use,
    plan_conformity,
    plan_version,
    current_use,
    land_status,
    supply_date,
    boundary_wkt,
    note,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from stg_land__parcel_register
