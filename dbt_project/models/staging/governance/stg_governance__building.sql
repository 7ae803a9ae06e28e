-- One row per accepted row of 工业建筑清单 (governance.building) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per industrial building on the date of the list.
-- Generated from ingest/contracts/governance/building.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.building_code,
    src.building_name,
    src.land_code,
    src.location,
    src.county_name,
    src.town_name,
    src.owner_name,
    src.owner_uscc,
    src.structure,
    src.floor_count,
    src.footprint_area_sqm,
    src.floor_area_sqm,
    src.leased_floor_area_sqm,
    src.vacant_floor_area_sqm,
    src.built_year,
    src.quality_grade,
    src.building_use,
    src.certificate_no,
    src.is_illegal,
    src.illegal_area_sqm,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'governance__building') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.owner_uscc', 'src.owner_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
