-- Derive: parcel_share, one row per parcel and platform or town polygon it lies in: the share of the parcel's polygon,
-- in millionths, without strips narrower than the precision of the boundaries.
create temp table parcel_share as
with met as (
    select
        parcel.region_code,
        parcel.parcel_id,
        parcel.geometry_area_sqm,
        area.area_kind,
        area.area_code,
        try_cast(
            try(
                st_area_spheroid(st_flipcoordinates(st_collectionextract(st_intersection(parcel.geom, area.geom), 3)))
            ) as decimal(18, 4)
        ) as common_sqm
    from parcel_now as parcel
    inner join (
        select
            area_row.area_kind,
            area_row.area_code,
            area_row.region_code,
            shape.geom
        from area_row
        inner join shape on area_row.shape_id = shape.shape_id
        where area_row.area_kind in ('platform', 'town') and shape.geom is not null
    ) as area
        on st_intersects(parcel.geom, area.geom)
    where parcel.region_code = area.region_code
)

select
    met.region_code,
    met.parcel_id,
    met.area_kind,
    met.area_code,
    met.common_sqm,
    least(
        1000000, cast(round(cast(met.common_sqm as decimal(38, 4)) * 1000000 / met.geometry_area_sqm) as bigint)
    ) as millionths
from met
cross join seed_land_tolerance as tolerance
where
    tolerance.tolerance_code = 'share'
    and met.common_sqm > greatest(tolerance.absolute_sqm, tolerance.relative * met.geometry_area_sqm);
