-- Derive: geometry_shift, one row per delivery whose polygons (or points) all lie off those they are compared with by
-- the same 100 to 1000 metres, as coordinates of another system do. GCJ-02 is recognised by its direction.
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
