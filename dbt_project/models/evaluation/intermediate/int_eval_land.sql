-- One row per enterprise, region and data year with land there: the land it is evaluated on (12-31, weighted for entry
-- and exit), without parcels in 建设期, and what kind of land it is.
with parcel as (
    select
        parcel.parcel_id,
        parcel.region_code,
        parcel.is_under_construction,
        coalesce(coalesce(register.ownership, code.code_ownership) = '集体', false) as is_collective
    from {{ ref('shared_parcel') }} as parcel
    left join {{ ref('shared_parcel_register') }} as register on parcel.parcel_id = register.parcel_id
    left join {{ source('lake', 'parcel_code') }} as code on parcel.parcel_id = code.parcel_id
)

select
    land.enterprise_id,
    parcel.region_code,
    land.year_number as data_year,
    cast(sum(land.land_evaluated_sqm) filter (where not parcel.is_under_construction) as decimal(18, 4)) as land_sqm,
    cast(
        coalesce(
            sum(land.land_evaluated_sqm) filter (where not parcel.is_under_construction and parcel.is_collective), 0
        ) as decimal(18, 4)
    ) as collective_sqm,
    coalesce(bool_or(land.is_land_unknown) filter (where not parcel.is_under_construction), false) as is_land_unknown,
    bool_and(parcel.is_under_construction) as is_under_construction,
    bool_and(land.is_landlord_only) as is_landlord_only
from {{ ref('shared_land_year') }} as land
inner join parcel on land.parcel_id = parcel.parcel_id
where land.enterprise_id <> 'NO_ENTERPRISE'
group by land.enterprise_id, parcel.region_code, land.year_number
