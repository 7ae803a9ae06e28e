-- One row per parcel, enterprise and first and last day it held the whole parcel: by the register, by the register
-- before it changed hands, or where no register says so by its own statement (自有).
with
int_parcel_state as (select * from {{ ref('int_parcel_state') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_own_statement as not materialized (select * from {{ ref('int_own_statement') }}),
int_former_holder as (select * from {{ ref('int_former_holder') }}),

registered as (
    select
        state.parcel_id,
        state.holder_enterprise_id,
        state.holder_from_date,
        greatest(state.valid_from_date, coalesce(state.holder_from_date, state.valid_from_date)) as valid_from_date,
        state.valid_to_date,
        state.land_area_sqm,
        state.floor_area_sqm,
        parcel.region_code
    from int_parcel_state as state
    inner join shared_parcel as parcel on state.parcel_id = parcel.parcel_id
    where state.is_registered and state.valid_from_date <= state.valid_to_date
),

today as (
    select
        parcel_id,
        max(holder_enterprise_id) as holder_enterprise_id,
        max(holder_from_date) as holder_from_date
    from registered
    group by parcel_id
)

select
    parcel_id,
    holder_enterprise_id as enterprise_id,
    nullif(valid_from_date, cast('0001-01-01' as date)) as valid_from_date,
    nullif(valid_to_date, cast('9999-12-31' as date)) as valid_to_date,
    'register' as land_basis,
    land_area_sqm as land_sqm,
    floor_area_sqm as floor_sqm,
    region_code
from registered
where holder_enterprise_id <> 'NO_ENTERPRISE'
union all
select
    own.parcel_id,
    own.enterprise_id,
    own.start_date as valid_from_date,
    own.end_date as valid_to_date,
    'stated_land' as land_basis,
    own.land_area_sqm as land_sqm,
    null as floor_sqm,
    own.region_code
from int_own_statement as own
left join today on own.parcel_id = today.parcel_id
where
    own.enterprise_id <> 'NO_ENTERPRISE'
    and (
        today.parcel_id is null
        or (own.enterprise_id <> today.holder_enterprise_id and own.end_date < today.holder_from_date)
    )
union all
select
    former.parcel_id,
    former.enterprise_id,
    former.valid_from_date,
    former.valid_to_date,
    'register' as land_basis,
    former.land_area_sqm as land_sqm,
    former.floor_area_sqm as floor_sqm,
    former.region_code
from int_former_holder as former
left join (
    select distinct
        parcel_id,
        enterprise_id
    from int_own_statement
) as stated
    on former.parcel_id = stated.parcel_id and former.enterprise_id = stated.enterprise_id
where stated.parcel_id is null
