-- One row per accepted row of 税收入库明细 (tax.tax_paid) in every winning batch, with the keys of the enterprise and parcel
-- it names. The list has one row per taxpayer, tax type, month of accrual and day of payment.
-- Generated from ingest/contracts/tax/tax_paid.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.taxpayer_uscc,
    src.taxpayer_name,
    src.county_name,
    src.tax_type,
    src.accrual_month,
    src.paid_date,
    src.amount_cny,
    src.land_code,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'tax__tax_paid') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.taxpayer_uscc', 'src.taxpayer_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
