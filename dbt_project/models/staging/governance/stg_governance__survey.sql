-- One row per accepted row of 工业地块摸排表 (governance.survey) in every winning batch, with the keys of the enterprises and
-- parcel it names. The list has one row per enterprise found on one parcel by the town's survey (or per parcel without
-- one) on the date of the list.
-- Generated from ingest/contracts/governance/survey.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(owner_key.enterprise_id, 'NO_ENTERPRISE') as owner_enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.county_name,
    src.town_name,
    src.village_name,
    src.land_code,
    src.location,
    src.enterprise_name,
    src.enterprise_uscc,
    src.owner_name,
    src.industry_name,
    src.ownership,
    src.tenure,
    src.land_area_sqm,
    src.floor_area_sqm,
    src.staff_count,
    src.survey_date,
    src.production_status,
    src.has_business_licence,
    src.has_safety_guarantee,
    src.has_legal_premises,
    src.has_environment_measures,
    src.is_four_lacks,
    src.is_low_scattered,
    src.has_environment_problem,
    src.has_safety_problem,
    src.has_fire_problem,
    src.has_illegal_building,
    src.has_land_procedure,
    src.is_land_use_low,
    src.is_building_aged,
    src.is_management_lax,
    src.has_frequent_petitions,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'governance__survey') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'enterprise_key') }} as owner_key
    on {{ same_enterprise('null', 'src.owner_name', 'owner_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
