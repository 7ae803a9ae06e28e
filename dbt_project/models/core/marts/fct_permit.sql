-- One row per accepted row of 排污许可证清单 (environment.permit), as received, with keys and lineage (batch, sheet, line).
with
stg_environment__permit as (select * from {{ ref('stg_environment__permit') }})

select
    enterprise_id,
    county_code,
    permit_no,
    holder_name,
    holder_uscc,
    permit_kind,
    industry_name,
    province_name,
    city_name,
    county_name,
    valid_from_date,
    valid_to_date,
    issued_date,
    address,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from stg_environment__permit
