-- One row per accepted row of 一地一企一策方案台账 (governance.plan) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per governance plan for one parcel or enterprise, restated in every delivery
-- with its present state.
-- Generated from ingest/contracts/governance/plan.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.plan_no,
    src.land_code,
    src.location,
    src.enterprise_name,
    src.enterprise_uscc,
    src.county_name,
    src.town_name,
    src.platform_name,
    src.governance_objects,
    src.governance_path,
    src.previous_path,
    src.path_changed_date,
    src.implementation_mode,
    src.transformation_way,
    src.land_area_sqm,
    src.planned_investment_cny,
    src.plan_date,
    src.start_date,
    src.milestones,
    src.next_milestone_date,
    src.deadline_date,
    src.plan_status,
    src.environment_acceptance,
    src.safety_acceptance,
    src.fire_acceptance,
    src.construction_acceptance,
    src.accepted_date,
    src.closed_date,
    src.responsible_unit,
    src.implementing_unit,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'governance__plan') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
