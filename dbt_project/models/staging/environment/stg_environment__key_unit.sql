-- One row per accepted row of 重点排污单位名录 (environment.key_unit) in every winning batch, with the key of the enterprise it
-- names. The list has one row per polluting site of a key unit.
-- Generated from ingest/contracts/environment/key_unit.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.unit_name,
    src.unit_uscc,
    src.is_listed_company,
    src.established_date,
    src.site_name,
    src.site_code,
    src.pollution_kinds,
    src.industry_group_name,
    src.industry_name,
    src.address,
    src.county_name,
    src.has_national_permit,
    src.longitude_deg,
    src.latitude_deg,
    src.is_stopped,
    src.discharges_to_sea,
    {{ lineage() }}
from {{ source('lake', 'environment__key_unit') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.unit_uscc', 'src.unit_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
