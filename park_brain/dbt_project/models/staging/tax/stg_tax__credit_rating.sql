-- One row per accepted row of 纳税信用等级名单 (tax.credit_rating) in every winning batch, with the keys of the
-- enterprise and parcel it names.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    src.taxpayer_uscc,
    src.taxpayer_name,
    src.rating_year,
    src.credit_rating,
    src.tax_office,
    src._batch_id as batch_id,
    src._sheet as sheet,
    src._line as line,
    src._region_code as region_code,
    src._part as part,
    src._period as period,
    src._period_start as period_start,
    src._period_end as period_end,
    src._received_at as received_at
from {{ source('lake', 'tax__credit_rating') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.taxpayer_uscc', 'src.taxpayer_name', 'enterprise_key') }}
