-- One row per accepted row of 纳税信用等级名单 (tax.credit_rating) in every winning batch, with the key of the enterprise it
-- names. The list has one row per taxpayer and rating year.
-- Generated from ingest/contracts/tax/credit_rating.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    src.taxpayer_uscc,
    src.taxpayer_name,
    src.rating_year,
    src.credit_rating,
    src.tax_office,
    {{ lineage() }}
from {{ source('lake', 'tax__credit_rating') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.taxpayer_uscc', 'src.taxpayer_name', 'enterprise_key') }}
