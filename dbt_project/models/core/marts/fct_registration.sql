-- One row per accepted row of 市场主体登记清单 (registry.enterprise), as received, with keys and lineage (batch, sheet,
-- line).
with
stg_registry__enterprise as (select * from {{ ref('stg_registry__enterprise') }})

select
    enterprise_id,
    county_code,
    enterprise_uscc,
    enterprise_name,
    former_name,
    entity_type,
    registration_status,
    established_date,
    registered_capital_cny,
    county_name,
    town_name,
    address,
    industry_code,
    industry_name,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from stg_registry__enterprise
