-- One row per accepted row of 工业企业主要经济指标 (economy.output) in every winning batch, with the key of the enterprise it
-- names. The list has one row per enterprise and data year.
-- Generated from ingest/contracts/economy/output.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.enterprise_uscc,
    src.enterprise_name,
    src.county_name,
    src.industry_code,
    src.output_value_cny,
    src.value_added_cny,
    src.revenue_cny,
    src.rd_cny,
    src.energy_tce,
    src.staff_avg_count,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'economy__output') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
