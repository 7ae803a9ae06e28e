-- One row per accepted row of 工业用地底数清单 (land.parcel_register) in every winning batch, with the keys of the enterprise
-- and parcel it names. The list has one row per industrial parcel on the date of the list.
-- Generated from ingest/contracts/land/parcel_register.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.land_code,
    src.unit_code,
    src.location,
    src.county_name,
    src.town_name,
    src.platform_name,
    src.ownership,
    src.holder_name,
    src.holder_uscc,
    src.land_area_sqm,
    src.certified_area_sqm,
    src.approved_area_sqm,
    src.surveyed_area_sqm,
    src.floor_area_sqm,
    src.floor_area_ratio,
    src.planned_use,
    src.plan_conformity,
    src.plan_version,
    src.current_use,
    src.land_status,
    src.supply_date,
    src.former_land_codes,
    src.change_kind,
    src.change_date,
    src.coordinate_system,
    src.boundary_wkt,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__parcel_register') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.holder_uscc', 'src.holder_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel(
        'coalesce(src.land_code, left(src.unit_code, 19))',
        'src.location',
        'parcel_key',
        'case when src.land_code is null and src.unit_code is null then md5(src.boundary_wkt) end'
    ) }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
