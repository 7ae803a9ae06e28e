-- One row per accepted row of 盘活土地清单 (land.release) in every winning batch, with the keys of the enterprises and parcel
-- it names. The list has one row per act by which industrial land was released or put to use again.
-- Generated from ingest/contracts/land/release.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(new_user_key.enterprise_id, 'NO_ENTERPRISE') as new_user_enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.release_no,
    src.land_code,
    src.location,
    src.county_name,
    src.town_name,
    src.platform_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.release_kind,
    src.release_date,
    src.land_area_sqm,
    src.release_area_sqm,
    src.floor_area_sqm,
    src.new_user_name,
    src.new_user_uscc,
    src.new_use,
    src.compensation_cny,
    src.document_no,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__release') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'enterprise_key') }} as new_user_key
    on {{ same_enterprise('src.new_user_uscc', 'src.new_user_name', 'new_user_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
