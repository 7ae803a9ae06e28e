-- One row per accepted row of 税务登记清单 (tax.registration) in every winning batch, with the key of the enterprise it
-- names. The list has one row per registered taxpayer on the date of the list.
-- Generated from ingest/contracts/tax/registration.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.taxpayer_uscc,
    src.taxpayer_name,
    src.registration_status,
    src.taxpayer_kind,
    src.is_consolidated_elsewhere,
    src.registered_date,
    src.county_name,
    src.town_name,
    src.address,
    src.industry_name,
    {{ lineage() }}
from {{ source('lake', 'tax__registration') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.taxpayer_uscc', 'src.taxpayer_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
