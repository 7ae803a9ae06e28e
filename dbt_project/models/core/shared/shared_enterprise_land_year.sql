-- One row per enterprise, region of the parcels and year: its land there as the sum of month-ends (divide by 12), as
-- evaluated (12-31, weighted for entry and exit), and whether the area of any of it is unknown or all of it is let.
with
shared_land_year as (select * from {{ ref('shared_land_year') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }})

select
    land.enterprise_id,
    parcel.region_code,
    land.year_number,
    cast(sum(land.land_sqm_months) as decimal(18, 4)) as land_sqm_months,
    cast(sum(land.land_evaluated_sqm) as decimal(18, 4)) as land_evaluated_sqm,
    bool_or(land.is_land_unknown) as is_land_unknown,
    bool_and(land.is_landlord_only) as is_landlord_only
from shared_land_year as land
inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
where land.enterprise_id <> 'NO_ENTERPRISE'
group by land.enterprise_id, parcel.region_code, land.year_number
