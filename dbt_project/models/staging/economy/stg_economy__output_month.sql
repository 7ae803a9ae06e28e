-- One row per accepted row of 规上工业企业主要经济指标月报（快报） (economy.output_month) in every winning batch, with the key of the
-- enterprise it names. The list has one row per enterprise and month, with figures from January to that month.
-- Generated from ingest/contracts/economy/output_month.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.enterprise_uscc,
    src.enterprise_name,
    src.county_name,
    src.industry_code,
    src.output_value_ytd_cny,
    src.output_value_month_cny,
    src.revenue_ytd_cny,
    src.value_added_ytd_cny,
    src.profit_ytd_cny,
    src.rd_ytd_cny,
    src.energy_ytd_tce,
    src.staff_end_count,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'economy__output_month') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
