-- One row per accepted row of 重点排污单位名录 (environment.key_unit), as received, with keys and lineage (batch,
-- sheet, line).
with
stg_environment__key_unit as (select * from {{ ref('stg_environment__key_unit') }})

select
    enterprise_id,
    county_code,
    unit_name,
    unit_uscc,
    is_listed_company,
    established_date,
    site_name,
    site_code,
    pollution_kinds,
    industry_group_name,
    industry_name,
    address,
    county_name,
    has_national_permit,
    longitude_deg,
    latitude_deg,
    is_stopped,
    discharges_to_sea,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from stg_environment__key_unit
