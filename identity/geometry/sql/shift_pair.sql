-- Derive: shift_metre, one row per place with two reported positions: how far east and north of the first the second
-- lies, and how far GCJ-02 would move it. Two positions have a parcel (its polygon now and in the delivery before) and
-- premises (their point and the only parcel of their enterprise).
create temp table shift_pair as
with drawn as (
    select
        row_then.region_code,
        row_then.part,
        row_then.parcel_id,
        row_then.period_end,
        row_then.batch_id,
        st_centroid(shape.geom) as middle,
        lag(st_centroid(shape.geom)) over (
            partition by row_then.region_code, row_then.part, row_then.parcel_id
            order by row_then.period_end, row_then.batch_id, row_then.sheet, row_then.line
        ) as middle_before,
        count(*) over (partition by row_then.parcel_id, row_then.batch_id) as row_count
    from parcel_row as row_then
    inner join shape on row_then.shape_id = shape.shape_id
    where row_then.parcel_id is not null and shape.geom is not null and shape.is_in_country
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
    from ranked_parcel_row as row_now
    inner join parcel_now on row_now.parcel_id = parcel_now.parcel_id
    where row_now.rank = 1 and row_now.holder_uscc is not null
    group by row_now.region_code, row_now.holder_uscc
    having count(*) = 1
) as held
    on site.region_code = held.region_code and site.enterprise_uscc = held.holder_uscc;

-- The offset of GCJ-02 at a place (the published formula on the Krasovsky ellipsoid).
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
    north_raw * 180 / ((6378245.0 * (1 - 0.00669342162296594323)) / (magic * sqrt(magic)) * pi()) * 110850
        as gcj_north_m
from drift;
