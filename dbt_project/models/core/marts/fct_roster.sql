-- One row per accepted row of 规上工业企业名录 (economy.above_scale_roster), as received, with keys and lineage (batch,
-- sheet, line).
with
stg_economy__above_scale_roster as (select * from {{ ref('stg_economy__above_scale_roster') }})

select
    enterprise_id,
    county_code,
    enterprise_uscc,
    enterprise_name,
    county_name,
    town_name,
    industry_code,
    roster_change,
    note,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from stg_economy__above_scale_roster
