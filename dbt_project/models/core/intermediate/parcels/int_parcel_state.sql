-- One row per parcel and time of its being in which its land stays the same: who holds it, from when, and how large it
-- is. A parcel without a change has one row, so has one that ended; one that a part was cut off from has two.
-- Days are closed, never NULL.
with
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_parcel_span as not materialized (select * from {{ ref('int_parcel_span') }}),
int_parcel_former as (select * from {{ ref('int_parcel_former') }})

select
    parcel.parcel_id,
    greatest(span.valid_from_date, coalesce(span.change_date, span.valid_from_date)) as valid_from_date,
    span.valid_to_date,
    parcel.is_registered,
    parcel.holder_enterprise_id,
    parcel.holder_from_date,
    parcel.land_area_sqm,
    parcel.floor_area_sqm
from shared_parcel as parcel
inner join int_parcel_span as span on parcel.parcel_id = span.parcel_id
where span.change_date is null or span.is_reduced
union all
select
    span.parcel_id,
    span.valid_from_date,
    least(span.valid_to_date, cast(span.change_date - interval 1 day as date)),
    former.is_listed or former.enterprise_id <> 'NO_ENTERPRISE',
    former.enterprise_id,
    former.supply_date,
    former.land_area_sqm,
    former.floor_area_sqm
from int_parcel_span as span
inner join int_parcel_former as former on span.parcel_id = former.parcel_id
