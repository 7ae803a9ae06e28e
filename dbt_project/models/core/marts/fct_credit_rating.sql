-- One row per accepted row of 纳税信用等级名单 (tax.credit_rating), as received, with keys and lineage (batch, sheet, line).
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
from {{ ref('stg_tax__credit_rating') }}
