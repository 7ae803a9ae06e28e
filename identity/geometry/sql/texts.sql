-- Derive: area_row, the platforms and divisions with a polygon, and shape_text, every distinct polygon, from
-- platform_row, division_row and parcel_row.
create temp table area_row as
select
    'platform' as area_kind,
    region_code,
    coalesce(platform_code, platform_name) as area_code,
    batch_id,
    sheet,
    line,
    md5(concat_ws('|', boundary_wkt, coalesce(coordinate_system, ''), region_code)) as shape_id,
    boundary_wkt as wkt,
    coalesce(coordinate_system, '') as coordinate_system,
    cast(region_code as varchar) as division_code
from platform_row
where boundary_wkt is not null
qualify
    period_end = max(period_end) over (partition by region_code, part)
    and row_number() over (
        partition by region_code, coalesce(platform_code, platform_name)
        order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
    ) = 1
union all
select
    case when length(division_code) = 6 then 'county' else 'town' end,
    region_code,
    division_code as own_code,
    batch_id,
    sheet,
    line,
    md5(concat_ws('|', boundary_wkt, coalesce(coordinate_system, ''), region_code)),
    boundary_wkt,
    coalesce(coordinate_system, ''),
    region_code as home_code
from division_row
where boundary_wkt is not null
qualify
    period_end = max(period_end) over (partition by region_code, part)
    and row_number() over (
        partition by region_code, division_code
        order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
    ) = 1;

create temp table shape_text as
select distinct
    shape_id,
    wkt,
    coordinate_system,
    division_code
from (
    select
        shape_id,
        wkt,
        coordinate_system,
        division_code
    from parcel_row
    where shape_id is not null
    union all
    select
        shape_id,
        wkt,
        coordinate_system,
        division_code
    from area_row
) as drawn;

alter table parcel_row drop column wkt;
alter table parcel_row drop column coordinate_system;
alter table parcel_row drop column division_code;
alter table area_row drop column wkt;
alter table area_row drop column coordinate_system;
alter table area_row drop column division_code;
