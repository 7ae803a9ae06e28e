-- Derive: premises_parcel, one row per premises with coordinates and parcel whose polygon contains the point: a
-- candidate for their location, never a link by itself.
create temp table premises_parcel as
select
    premises.list_code,
    premises.region_code,
    premises.batch_id,
    premises.sheet,
    premises.line,
    premises.enterprise_uscc,
    parcel.parcel_id,
    'point_in_parcel' as method,
    try_cast(premises.longitude_deg as decimal(11, 7)) as longitude_deg,
    try_cast(premises.latitude_deg as decimal(11, 7)) as latitude_deg,
    '坐标落在宗地图形内' as evidence
from (
    select
        *,
        st_point(longitude_deg, latitude_deg) as point
    from premises_row
) as premises
inner join parcel_now as parcel on st_intersects(parcel.geom, premises.point);
