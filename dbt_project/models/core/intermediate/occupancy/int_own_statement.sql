-- One row per parcel, enterprise and first day of a 自有 statement; `place` puts the latest beginning of a parcel first.
with
int_occupancy as (select * from {{ ref('int_occupancy') }}),

ranked as (
    select
        *,
        row_number() over (
            partition by parcel_id, enterprise_id, start_date
            order by received_at desc, batch_id asc, sheet asc, line asc
        ) as row_place
    from int_occupancy
    where tenure = '自有' and parcel_id <> 'NO_PARCEL'
)

select
    parcel_id,
    enterprise_id,
    start_date,
    end_date,
    land_area_sqm,
    county_code,
    region_code,
    row_number() over (
        partition by parcel_id
        order by start_date desc nulls last, received_at desc, batch_id asc, sheet asc, line asc
    ) as place
from ranked
where row_place = 1
