-- Derive: what the geometry starts from (see geometry_inputs.py), out of register_row, parcel_key, platform_row,
-- division_row and unit_row. A shape is known by a hash of its text, its declared system and the division it lies in.
create temp table parcel_row as
select
    rows.region_code,
    rows.part,
    rows.period_end,
    rows.received_at,
    rows.batch_id,
    rows.sheet,
    rows.line,
    key.parcel_id,
    key.land_code,
    rows.holder_uscc,
    rows.land_area_sqm,
    county.division_code as county_code,
    max(rows.period_end) over (partition by rows.region_code, rows.part) as newest_end,
    case
        when rows.boundary_wkt is not null
            then md5(concat_ws(
                '|', rows.boundary_wkt, coalesce(rows.coordinate_system, ''), coalesce(county.division_code, rows.region_code)
            ))
    end as shape_id,
    rows.boundary_wkt as wkt,
    coalesce(rows.coordinate_system, '') as coordinate_system,
    coalesce(county.division_code, rows.region_code) as division_code
from register_row as rows
left join parcel_key as key
    on
        rows.region_code = key.region_code
        and rows.land_code_text = key.land_code_text
        and rows.location_text = key.location_text
        and rows.place_text = key.place_text
left join seed_ref_division as county
    on
        county.division_level = 'county'
        and rows.region_code = county.parent_code
        and rows.county_name = county.division_zh;

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
    region_code as division_code
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
    division_code,
    batch_id,
    sheet,
    line,
    md5(concat_ws('|', boundary_wkt, coalesce(coordinate_system, ''), region_code)),
    boundary_wkt,
    coalesce(coordinate_system, ''),
    region_code
from division_row
where boundary_wkt is not null
qualify
    period_end = max(period_end) over (partition by region_code, part)
    and row_number() over (
        partition by region_code, division_code
        order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
    ) = 1;

create temp table premises_row as
select
    'environment.key_unit' as list_code,
    region_code,
    batch_id,
    sheet,
    line,
    unit_uscc as enterprise_uscc,
    cast(longitude_deg as double) as longitude_deg,
    cast(latitude_deg as double) as latitude_deg
from unit_row
where longitude_deg is not null and latitude_deg is not null
qualify period_end = max(period_end) over (partition by region_code, part);

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
);

alter table parcel_row drop column wkt;
alter table parcel_row drop column coordinate_system;
alter table parcel_row drop column division_code;
alter table area_row drop column wkt;
alter table area_row drop column coordinate_system;
alter table area_row drop column division_code;
