-- Derive: geometry_shift, one row per delivery whose polygons (or points) lie beside those they are compared with by the
-- same 100 to 1000 metres everywhere: as coordinates of another system do. GCJ-02 is recognised by its known direction.
-- Compared are: a parcel's polygon with that of the delivery before, and a site's point with the one parcel of its firm.
create temp table shift_pair as
with drawn as (
    select
        rows.region_code,
        rows.part,
        rows.parcel_id,
        rows.period_end,
        rows.batch_id,
        st_centroid(shape.geom) as middle,
        lag(st_centroid(shape.geom)) over parcel as middle_before,
        count(*) over (partition by rows.parcel_id, rows.batch_id) as row_count
    from parcel_row as rows
    inner join shape on rows.shape_id = shape.shape_id
    where rows.parcel_id is not null and shape.geom is not null and shape.is_in_country
    window parcel as (partition by rows.region_code, rows.part, rows.parcel_id order by rows.period_end, rows.batch_id, rows.sheet, rows.line)
)

select
    'land.parcel_register' as list_code,
    region_code,
    batch_id,
    '上一期的同一宗地' as compared_zh,
    st_x(middle) as x,
    st_y(middle) as y,
    st_x(middle_before) as x_before,
    st_y(middle_before) as y_before
from drawn
where middle_before is not null and row_count = 1
union all
select
    site.list_code,
    site.region_code,
    site.batch_id,
    '同一企业的宗地',
    site.longitude_deg,
    site.latitude_deg,
    st_x(st_centroid(held.geom)),
    st_y(st_centroid(held.geom))
from premises_row as site
inner join (
    select
        row_now.region_code,
        row_now.holder_uscc,
        arg_min(parcel_now.geom, parcel_now.parcel_id) as geom
    from parcel_placed as row_now
    inner join parcel_now on row_now.parcel_id = parcel_now.parcel_id
    where row_now.place = 1 and row_now.holder_uscc is not null
    group by row_now.region_code, row_now.holder_uscc
    having count(*) = 1
) as held
    on site.region_code = held.region_code and site.enterprise_uscc = held.holder_uscc;

-- What GCJ-02 adds at a place, in degrees (the published formula on the Krasovsky ellipsoid).
create temp table shift_metre as
with placed as (
    select
        *,
        x_before - 105 as u,
        y_before - 35 as v,
        radians(y_before) as phi
    from shift_pair
),

drift as (
    select
        *,
        1 - 0.00669342162296594323 * power(sin(phi), 2) as magic,
        -100 + 2 * u + 3 * v + 0.2 * v * v + 0.1 * u * v + 0.2 * sqrt(abs(u))
        + (20 * sin(6 * u * pi()) + 20 * sin(2 * u * pi())) * 2 / 3
        + (20 * sin(v * pi()) + 40 * sin(v / 3 * pi())) * 2 / 3
        + (160 * sin(v / 12 * pi()) + 320 * sin(v * pi() / 30)) * 2 / 3 as north_raw,
        300 + u + 2 * v + 0.1 * u * u + 0.1 * u * v + 0.1 * sqrt(abs(u))
        + (20 * sin(6 * u * pi()) + 20 * sin(2 * u * pi())) * 2 / 3
        + (20 * sin(u * pi()) + 40 * sin(u / 3 * pi())) * 2 / 3
        + (150 * sin(u / 12 * pi()) + 300 * sin(u / 30 * pi())) * 2 / 3 as east_raw
    from placed
)

select
    list_code,
    region_code,
    batch_id,
    compared_zh,
    (x - x_before) * 111320 * cos(phi) as east_m,
    (y - y_before) * 110850 as north_m,
    east_raw * 180 / (6378245.0 / sqrt(magic) * cos(phi) * pi()) * 111320 * cos(phi) as gcj_east_m,
    north_raw * 180 / ((6378245.0 * (1 - 0.00669342162296594323)) / (magic * sqrt(magic)) * pi()) * 110850 as gcj_north_m
from drift;

create temp table geometry_shift as
with middle as (
    select
        list_code,
        region_code,
        batch_id,
        compared_zh,
        count(*) as pair_count,
        median(east_m) as east_m,
        median(north_m) as north_m,
        median(gcj_east_m) as gcj_east_m,
        median(gcj_north_m) as gcj_north_m
    from shift_metre
    group by list_code, region_code, batch_id, compared_zh
),

spread as (
    select
        middle.list_code,
        middle.region_code,
        middle.batch_id,
        middle.compared_zh,
        middle.pair_count,
        middle.east_m,
        middle.north_m,
        middle.gcj_east_m,
        middle.gcj_north_m,
        median(sqrt(power(metre.east_m - middle.east_m, 2) + power(metre.north_m - middle.north_m, 2))) as spread_m
    from middle
    inner join shift_metre as metre
        on middle.batch_id = metre.batch_id and middle.compared_zh = metre.compared_zh
    group by all
)

select
    list_code,
    region_code,
    batch_id,
    compared_zh,
    pair_count,
    cast(round(east_m) as integer) as east_m,
    cast(round(north_m) as integer) as north_m,
    case
        when sqrt(power(east_m - gcj_east_m, 2) + power(north_m - gcj_north_m, 2)) <= 100 then 'gcj02'
        when sqrt(power(east_m + gcj_east_m, 2) + power(north_m + gcj_north_m, 2)) <= 100 then 'gcj02_before'
        else 'systematic'
    end as shift_kind
from spread
where pair_count >= 5 and sqrt(east_m * east_m + north_m * north_m) between 100 and 1000 and spread_m <= 100;
