-- One row per accepted row of 行政处罚清单 (enforcement.penalty) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per penalty decision and version of its record.
-- Generated from ingest/contracts/enforcement/penalty.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.decision_no,
    src.version_no,
    src.department_name,
    src.department_uscc,
    src.enforcement_domain,
    src.case_name,
    src.party_kind,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.county_name,
    src.town_name,
    src.violation_kind,
    src.facts,
    src.legal_basis,
    src.penalty_kind,
    src.penalty_content,
    src.fine_cny,
    src.confiscated_cny,
    src.stop_kind,
    src.stop_from_date,
    src.stop_to_date,
    src.decided_date,
    src.is_public,
    src.record_status,
    coalesce(src.is_revoked, src.record_status = '撤销') as is_revoked,
    src.revoked_date,
    src.revoked_reason,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'enforcement__penalty') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
