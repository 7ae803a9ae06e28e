-- One row per accepted row of 财政收入分户明细 (fiscal.revenue) in every winning batch, with the key of the enterprise it
-- names. The list has one row per taxpayer, budget item and budget level in a month.
-- Generated from ingest/contracts/fiscal/revenue.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.taxpayer_uscc,
    src.taxpayer_name,
    src.county_name,
    src.platform_name,
    src.budget_item_code,
    src.budget_item,
    src.budget_level,
    src.amount_cny,
    src.amount_ytd_cny,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'fiscal__revenue') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.taxpayer_uscc', 'src.taxpayer_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
