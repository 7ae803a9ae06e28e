-- One row per statement of the newest 用地情况与租赁清单 whose place is doubtful, and why: no parcel, one the register lacks,
-- or own land of another. A statement about a parcel that was split, merged or re-coded is in order if it ended
-- before, or if one parcel took its place; an owner of a property unit, and a holder until it sold, own what they
-- state.
with
int_unit_owner as (select * from {{ ref('int_unit_owner') }}),
int_parcel_alias as (select * from {{ ref('int_parcel_alias') }}),
run as (select * from {{ source('lake', 'run') }}),
int_occupancy as (select * from {{ ref('int_occupancy') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_parcel_span as (select * from {{ ref('int_parcel_span') }}),

unit_owner as (
    select distinct
        parcel_id,
        enterprise_id
    from int_unit_owner
),

today as (
    select
        alias.parcel_id,
        max(alias.valid_parcel_id) as valid_parcel_id
    from int_parcel_alias as alias
    inner join run
        on run.business_date between alias.valid_from_date and alias.valid_to_date
    group by alias.parcel_id
),

judged as (
    select
        occupancy.*,
        case
            when occupancy.parcel_id = 'NO_PARCEL' then 'occupancy_without_parcel'
            when
                not parcel.is_registered
                and coalesce(today.valid_parcel_id, occupancy.parcel_id) = occupancy.parcel_id
                and coalesce(occupancy.end_date >= span.change_date, true)
                then 'parcel_not_in_register'
            when
                occupancy.tenure = '自有'
                and parcel.is_registered
                and parcel.holder_enterprise_id <> occupancy.enterprise_id
                and unit_owner.enterprise_id is null
                and coalesce(occupancy.end_date >= parcel.holder_from_date, true)
                then 'own_not_holder'
        end as doubt
    from int_occupancy as occupancy
    left join shared_parcel as parcel on occupancy.parcel_id = parcel.parcel_id
    left join int_parcel_span as span on occupancy.parcel_id = span.parcel_id
    left join today on occupancy.parcel_id = today.parcel_id
    left join unit_owner
        on occupancy.parcel_id = unit_owner.parcel_id and occupancy.enterprise_id = unit_owner.enterprise_id
)

select *
from judged
where doubt is not null
