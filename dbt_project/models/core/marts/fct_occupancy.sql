-- One row per accepted row of 用地情况与租赁清单 (land.occupancy), as received, with keys and lineage (batch, sheet, line).
with
stg_land__occupancy as (select * from {{ ref('stg_land__occupancy') }})

select
    enterprise_id,
    counterparty_enterprise_id,
    parcel_id,
    county_code,
    land_code,
    location,
    county_name,
    town_name,
    occupant_name,
    occupant_uscc,
    tenure,
    counterparty_name,
    counterparty_uscc,
    land_area_sqm,
    floor_area_sqm,
    start_date,
    end_date,
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
from stg_land__occupancy
