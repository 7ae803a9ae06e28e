-- One row per accepted row of 违法建设治理清单 (illegal_construction.issue) in every winning batch, with the keys of the
-- enterprise and parcel it names. The list has one row per problem found, restated in every delivery with its present
-- state.
-- Generated from ingest/contracts/illegal_construction/issue.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.issue_no,
    src.county_name,
    src.town_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.address,
    src.description,
    src.issue_category,
    src.severity,
    src.supervision_kind,
    src.legal_basis,
    src.found_date,
    src.source,
    src.measures,
    src.rectification_target,
    src.funds_cny,
    src.deadline_date,
    src.responsible_unit,
    src.supervisor_unit,
    src.issue_status,
    src.finished_date,
    src.acceptance_unit,
    src.acceptance_result,
    src.closed_date,
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
    on {{ same_county('src.county_name', 'county') }}
