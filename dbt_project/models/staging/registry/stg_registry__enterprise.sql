-- One row per accepted row of 市场主体登记清单 (registry.enterprise) in every winning batch, with the key of the enterprise it
-- names. The list has one row per registered market entity on the date of the list.
-- Generated from ingest/contracts/registry/enterprise.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.enterprise_uscc,
    src.enterprise_name,
    src.former_name,
    src.entity_type,
    src.registration_status,
    src.established_date,
    src.registered_capital_cny,
    src.county_name,
    src.town_name,
    src.address,
    src.industry_code,
    src.industry_name,
    {{ lineage() }}
from {{ source('lake', 'registry__enterprise') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
