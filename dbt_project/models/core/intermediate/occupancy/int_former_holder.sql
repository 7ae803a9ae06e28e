-- One row per registered parcel whose holder took it over from another: who the last register before that day names,
-- and from when. Its own statement (自有), where there is one, goes before (int_own_month).
with
stg_land__parcel_register as (select * from {{ ref('stg_land__parcel_register') }}),
shared_parcel as not materialized (select * from {{ ref('shared_parcel') }}),

listed as (
    select
        register.parcel_id,
        register.enterprise_id,
        register.supply_date,
        register.land_area_sqm,
        register.floor_area_sqm,
        register.region_code,
        parcel.holder_from_date,
        row_number() over (
            partition by register.parcel_id
            order by {{ newest_first('register') }}
        ) as place
    from stg_land__parcel_register as register
    inner join shared_parcel as parcel on register.parcel_id = parcel.parcel_id and parcel.is_registered
    where register.period_end < parcel.holder_from_date
)

select
    listed.parcel_id,
    listed.enterprise_id,
    listed.supply_date as valid_from_date,
    cast(listed.holder_from_date - interval 1 day as date) as valid_to_date,
    listed.land_area_sqm,
    listed.floor_area_sqm,
    listed.region_code
from listed
inner join shared_parcel as parcel on listed.parcel_id = parcel.parcel_id
where
    listed.place = 1
    and listed.enterprise_id <> 'NO_ENTERPRISE'
    and listed.enterprise_id <> parcel.holder_enterprise_id
    and coalesce(listed.supply_date < listed.holder_from_date, true)
