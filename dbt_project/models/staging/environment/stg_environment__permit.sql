-- One row per accepted row of 排污许可证清单 (environment.permit) in every winning batch, with the key of the enterprise it
-- names. The list has one row per pollutant discharge permit (its number names holder and site).
-- Generated from ingest/contracts/environment/permit.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.permit_no,
    src.holder_name,
    src.holder_uscc,
    src.permit_kind,
    src.industry_name,
    src.province_name,
    src.city_name,
    src.county_name,
    src.valid_from_date,
    src.valid_to_date,
    src.issued_date,
    src.address,
    {{ lineage() }}
from {{ source('lake', 'environment__permit') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('coalesce(src.holder_uscc, left(src.permit_no, 18))', 'src.holder_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
