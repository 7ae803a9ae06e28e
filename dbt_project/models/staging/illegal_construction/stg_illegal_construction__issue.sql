-- One row per accepted row of 违法建设治理清单 (illegal_construction.issue) in every winning batch, with the keys of
-- the enterprise and parcel it names.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    {{ issue_columns() }},
    src.illegal_area_sqm,
    src.structure,
    src.floor_count,
    src.building_use,
    src.built_year,
    src.disposal,
    src.disposed_area_sqm,
    src.is_demolition_decided,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'illegal_construction__issue') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on
        src._region_code = county.parent_code
        and src.county_name = county.division_zh
        and county.division_level = 'county'
