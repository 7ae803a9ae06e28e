-- One row per parcel, enterprise and month with land that carries a share of what the enterprise pays and uses: used
-- land without 建设期 parcels and without what is let out, in whole 1e-4 ㎡, with the county it counts in.
with
shared_land_month as (select * from {{ ref('shared_land_month') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }})

select
    land.parcel_id,
    land.enterprise_id,
    land.month_start,
    parcel.area_code,
    {{ units('land.land_sqm', 4) }} as weight
from shared_land_month as land
inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
where
    land.land_sqm > 0
    and not land.is_landlord_only
    and not parcel.is_under_construction
    and land.enterprise_id <> 'NO_ENTERPRISE'
