-- One row per accepted row of 税务登记清单 (tax.registration), as received, with keys and lineage (batch, sheet, line).
with
stg_tax__registration as (select * from {{ ref('stg_tax__registration') }})

select
    enterprise_id,
    county_code,
    taxpayer_uscc,
    taxpayer_name,
    registration_status,
    taxpayer_kind,
    is_consolidated_elsewhere,
    registered_date,
    county_name,
    town_name,
    address,
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
from stg_tax__registration
