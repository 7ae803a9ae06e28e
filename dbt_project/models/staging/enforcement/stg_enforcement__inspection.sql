-- One row per accepted row of 执法检查清单 (enforcement.inspection) in every winning batch, with the keys of the enterprise
-- and parcel it names. The list has one row per inspection of one enterprise by one department on one day.
-- Generated from ingest/contracts/enforcement/inspection.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.inspection_no,
    src.inspection_date,
    src.department_name,
    src.enforcement_domain,
    src.inspection_kind,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.county_name,
    src.town_name,
    src.address,
    src.inspection_result,
    src.problem_count,
    src.problem_nos,
    src.description,
    src.deadline_date,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'enforcement__inspection') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
