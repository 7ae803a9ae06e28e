-- One row per accepted row of 主要污染物排放量清单 (environment.emission) in every winning batch, with the key of the enterprise
-- it names. The list has one row per enterprise (or site with its own permit) and year.
-- Generated from ingest/contracts/environment/emission.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.enterprise_uscc,
    src.enterprise_name,
    src.permit_no,
    src.county_name,
    src.town_name,
    src.industry_code,
    src.wastewater_t,
    src.cod_t,
    src.ammonia_nitrogen_t,
    src.so2_t,
    src.nox_t,
    src.vocs_t,
    src.pollution_equivalent_t,
    src.data_source,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'environment__emission') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
