-- Derive: shape_system, one row per polygon as delivered (shape_text: shape_id, wkt, division_code, coordinate_system):
-- the coordinate system of its numbers, or why they cannot be used. Needs the spatial extension. Reading has looked at
-- every polygon; still each call that can fail stands in a try, so that one polygon can never stop the others.
create temp table shape_box as
select
    shape_text.*,
    try(st_geomfromtext(wkt)) as raw,
    st_geometrytype(raw) in ('POLYGON', 'MULTIPOLYGON') and not st_isempty(raw) as is_polygon,
    st_xmin(raw) as x0,
    st_xmax(raw) as x1,
    st_ymin(raw) as y0,
    st_ymax(raw) as y1
from shape_text;

create temp table declared_system as
select
    coordinate_system,
    arg_min(struct_pack(meaning := meaning, zone_no := zone_no, reason_zh := reason_zh), place) as term
from (
    select distinct coordinate_system
    from shape_text
    where coordinate_system <> ''
) as text
inner join seed_coordinate_term as term on regexp_matches(upper(text.coordinate_system), term.pattern)
group by coordinate_system;

-- What kind of numbers these are, read as (east, north) or else as (north, east): degrees; metres with a zone prefix
-- (3-degree zones 25 to 45, 6-degree zones 13 to 23); metres without a zone.
create temp table shape_read as
with turned as (
    select
        *,
        false as is_turned,
        x0 as east0,
        x1 as east1,
        y0 as north0,
        y1 as north1
    from shape_box
    union all
    select
        *,
        true,
        y0,
        y1,
        x0,
        x1
    from shape_box
),

kinds as (
    select
        *,
        case
            when east0 >= 73 and east1 <= 136 and north0 >= 3 and north1 <= 54 then 'degrees'
            when north0 < 300000 or north1 > 6000000 then null
            when east0 >= 13000000 and east1 < 46000000 and floor(east0 / 1000000) = floor(east1 / 1000000) then 'zoned'
            when east0 >= 150000 and east1 <= 850000 and north0 >= 850000 then 'metres'
        end as numbers
    from turned
)

select
    * exclude (numbers),
    case
        when numbers is not null then numbers
        when abs(x0) <= 180 and abs(x1) <= 180 and abs(y0) <= 90 and abs(y1) <= 90 then 'degrees_abroad'
    end as numbers
from kinds
qualify row_number() over (partition by shape_id order by numbers is null asc, is_turned asc) = 1;

-- Metres without a zone: the 3-degree zone that puts them inside the county (or region), if there is exactly one.
create temp table shape_zone as
select
    shape.shape_id,
    min(zone.zone_no) as zone_no
from shape_read as shape
inner join seed_division_extent as extent on shape.division_code = extent.division_code
cross join (select unnest([38, 39, 40, 41]) as zone_no) as zone
where
    shape.numbers = 'metres'
    and zone.zone_no * 3
    + ((shape.east0 + shape.east1) / 2 - 500000) / (111320 * cos(radians((shape.north0 + shape.north1) / 2 / 110850)))
    between extent.west_deg - 0.2 and extent.east_deg + 0.2
group by shape.shape_id
having count(*) = 1;

create temp table shape_system as
select
    shape.*,
    case
        when shape.raw is null then '图形无法读取，请用 WKT、GeoJSON 或压缩的 shapefile 报送'
        when not shape.is_polygon then '图形不是面（' || st_geometrytype(shape.raw)::varchar || '）'
        when declared.term.meaning = 'refuse' then declared.term.reason_zh
        when shape.numbers is null then '坐标不是经纬度，也不是 3 度带或 6 度带坐标，请核对坐标系和单位'
        when shape.numbers = 'zoned' and declared.term.zone_no <> floor(shape.east0 / 1000000)
            then
                '声明为 ' || declared.term.zone_no::varchar || ' 带，横坐标却在 '
                || floor(shape.east0 / 1000000)::bigint::varchar || ' 带'
        when shape.numbers = 'metres' and declared.term.zone_no is null and zone.zone_no is null
            then '横坐标没有带号，按所在县（市、区）无法唯一确定是哪个 3 度带，请加带号或写明坐标系'
    end as reason_zh,
    case shape.numbers
        when 'degrees' then 4490
        when 'degrees_abroad' then 4490
        when 'metres' then 4509 + coalesce(declared.term.zone_no, zone.zone_no)
        when 'zoned' then
            case when shape.east0 < 25000000 then 4478 else 4488 end + cast(floor(shape.east0 / 1000000) as integer)
    end as epsg_code
from shape_read as shape
left join declared_system as declared on shape.coordinate_system = declared.coordinate_system
left join shape_zone as zone on shape.shape_id = zone.shape_id;
