-- One row per accepted row of 纳税信用等级名单 (tax.credit_rating), as received, with keys and lineage (batch, sheet, line).
with
stg_tax__credit_rating as (select * from {{ ref('stg_tax__credit_rating') }})

select
    enterprise_id,
    taxpayer_uscc,
    taxpayer_name,
    rating_year,
    credit_rating,
    tax_office,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from stg_tax__credit_rating
