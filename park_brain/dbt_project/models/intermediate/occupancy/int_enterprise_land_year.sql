-- One row per enterprise, region of the parcels and year: the sum of its land at the month ends inside the mart
-- (divide by 12 for the year's area), and whether the area of any of it is unknown.
select
    land.enterprise_id,
    parcel.region_code,
    month.year_number,
    cast(sum(land.land_sqm) as decimal(18, 4)) as land_sqm_months,
    bool_or(land.is_land_unknown) as is_land_unknown
from {{ ref('int_land_month') }} as land
inner join {{ ref('dim_month') }} as month on land.month_start = month.month_start
inner join {{ ref('int_parcel') }} as parcel on land.parcel_id = parcel.parcel_id
where land.enterprise_id <> 'NO_ENTERPRISE'
group by land.enterprise_id, parcel.region_code, month.year_number
