-- Derive: parcel_geometry, one row per row of the newest 工业用地底数清单 of each (region, part) with its polygon, and
-- parcel_now, the row that counts for a parcel (as in shared_parcel_register).
create temp table ranked_parcel_row as
select
    *,
    row_number() over (
        partition by parcel_id order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
    ) as rank,
    count(shape_id) over (partition by batch_id) as drawn_count
from parcel_row
where period_end = newest_end;

create temp table county_area as
select
    area.area_code as county_code,
    shape.geom
from area_row as area
inner join shape on area.shape_id = shape.shape_id
where area.area_kind = 'county' and shape.geom is not null;

create temp table parcel_geometry as
with drawn as (
    select
        parcel.region_code,
        parcel.part,
        parcel.batch_id,
        parcel.sheet,
        parcel.line,
        parcel.parcel_id,
        parcel.land_code,
        parcel.rank = 1 and parcel.parcel_id is not null as is_current,
        parcel.land_area_sqm,
        coalesce(parcel.county_code, parcel.region_code) as division_code,
        case
            when shape.shape_id is not null then shape.geometry_state
            when parcel.drawn_count > 0 then 'missing'
            else 'not_delivered'
        end as geometry_state,
        shape.reason_zh,
        shape.epsg_code,
        shape.is_turned,
        shape.is_in_country,
        shape.geometry_area_sqm,
        shape.geom,
        try(st_pointonsurface(shape.geom)) as middle,
        -- 4 pi area / perimeter^2: 1 for a circle, near 0 for a sliver.
        4 * pi() * cast(shape.geometry_area_sqm as double)
        / nullif(power(try(st_perimeter_spheroid(st_flipcoordinates(shape.geom))), 2), 0) as roundness
    from ranked_parcel_row as parcel
    left join shape on parcel.shape_id = shape.shape_id
)

select
    drawn.region_code,
    drawn.part,
    drawn.batch_id,
    drawn.sheet,
    drawn.line,
    drawn.parcel_id,
    drawn.land_code,
    drawn.is_current,
    drawn.land_area_sqm,
    drawn.division_code,
    drawn.geometry_state,
    drawn.reason_zh,
    drawn.epsg_code,
    drawn.is_turned,
    drawn.is_in_country,
    drawn.geometry_area_sqm,
    try_cast(st_x(drawn.middle) as decimal(11, 7)) as longitude_deg,
    try_cast(st_y(drawn.middle) as decimal(11, 7)) as latitude_deg,
    drawn.roundness < sliver.relative as is_sliver,
    -- By the county's boundary if it was delivered, else by its bounding box.
    case
        when county.geom is not null then st_intersects(county.geom, drawn.middle)
        when extent.division_code is not null
            then
                st_x(drawn.middle) between extent.west_deg and extent.east_deg
                and st_y(drawn.middle) between extent.south_deg and extent.north_deg
    end as is_in_division,
    county.geom is not null as is_division_drawn,
    st_aswkb(drawn.geom) as geometry
from drawn
cross join seed_land_tolerance as sliver
left join seed_division_extent as extent on drawn.division_code = extent.division_code
left join county_area as county on drawn.division_code = county.county_code
where sliver.tolerance_code = 'sliver';

create temp table parcel_now as
select
    region_code,
    parcel_id,
    land_code,
    batch_id,
    geometry_area_sqm,
    cast(cast(geometry_area_sqm as decimal(38, 4)) * 10000 as hugeint) as area_units,
    st_geomfromwkb(geometry) as geom
from parcel_geometry
where is_current and geometry is not null;
