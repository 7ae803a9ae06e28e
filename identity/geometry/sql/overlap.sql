-- Derive: parcel_overlap, one row per pair of parcels whose polygons share more land than rounding explains. DuckDB's
-- spatial join compares bounding boxes first; polygons that only touch share no area.
create temp table touching as
select
    a.parcel_id,
    b.parcel_id as other_parcel_id,
    a.region_code,
    a.geometry_area_sqm,
    b.geometry_area_sqm as other_area_sqm,
    a.geom,
    b.geom as other_geom
from parcel_now as a
inner join parcel_now as b on st_intersects(a.geom, b.geom)
where a.parcel_id < b.parcel_id;

create temp table parcel_overlap as
with shared as (
    select
        *,
        try(st_collectionextract(st_intersection(geom, other_geom), 3)) as common
    from touching
),

measured as (
    select
        *,
        try_cast(try(st_area_spheroid(st_flipcoordinates(common))) as decimal(18, 4)) as overlap_area_sqm,
        try(st_perimeter_spheroid(st_flipcoordinates(common))) as rim_m
    from shared
    where not st_isempty(common)
)

select
    measured.region_code,
    measured.parcel_id,
    measured.other_parcel_id,
    measured.overlap_area_sqm,
    try_cast(
        measured.overlap_area_sqm / least(measured.geometry_area_sqm, measured.other_area_sqm) as decimal(9, 6)
    ) as smaller_share,
    case
        when measured.overlap_area_sqm >= 0.95 * greatest(measured.geometry_area_sqm, measured.other_area_sqm)
            then 'same_shape'
        when 4 * pi() * cast(measured.overlap_area_sqm as double) / power(measured.rim_m, 2) < sliver.relative
            then 'sliver'
        else 'overlap'
    end as overlap_kind
from measured
cross join seed_land_tolerance as tolerance
cross join seed_land_tolerance as sliver
where
    tolerance.tolerance_code = 'overlap'
    and sliver.tolerance_code = 'sliver'
    and measured.overlap_area_sqm > greatest(
        tolerance.absolute_sqm, tolerance.relative * least(measured.geometry_area_sqm, measured.other_area_sqm)
    );
