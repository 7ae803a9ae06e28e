-- One row per accepted row of 不动产单元清单 (land.property_unit) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per property unit and right holder on the date of the list, with its own and
-- its apportioned land.
-- Generated from ingest/contracts/land/property_unit.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.unit_code,
    src.land_code,
    src.location,
    src.county_name,
    src.town_name,
    src.platform_name,
    src.building_no,
    src.floor_no,
    src.room_no,
    src.holder_name,
    src.holder_uscc,
    src.holder_kind,
    src.certificate_no,
    src.right_kind,
    src.ownership_share_pct,
    src.own_land_area_sqm,
    src.shared_land_area_sqm,
    src.floor_area_sqm,
    src.inner_floor_area_sqm,
    src.land_use,
    src.building_use,
    src.registered_date,
    src.term_to_date,
    src.registration_state,
    src.is_mortgaged,
    src.is_sealed,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__property_unit') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.holder_uscc', 'src.holder_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('coalesce(src.land_code, left(src.unit_code, 19))', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
