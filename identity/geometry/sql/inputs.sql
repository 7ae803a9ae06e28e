-- Derive: parcel_row, rows of the register with their parcel, and premises_row, premises with coordinates, from
-- register_row, parcel_key and unit_row. A shape is identified by a hash of its text, its system and its division.
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
                '|', rows.boundary_wkt, coalesce(rows.coordinate_system, ''),
                coalesce(county.division_code, rows.region_code)
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
