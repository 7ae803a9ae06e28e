-- One row per accepted row of 工业投资项目台账 (investment.project) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per investment project, restated in every delivery with its present state.
-- Generated from ingest/contracts/investment/project.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.project_code,
    src.project_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.county_name,
    src.town_name,
    src.platform_name,
    src.industry_name,
    src.industry_code,
    src.project_kind,
    src.is_industrial,
    src.planned_investment_cny,
    src.fixed_investment_cny,
    src.completed_investment_cny,
    src.completed_investment_ytd_cny,
    src.signed_date,
    src.start_date,
    src.finish_date,
    src.production_date,
    src.project_status,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'investment__project') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
