-- One row per accepted row of 土地出让收入清单 (fiscal.land_sale) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per receipt of land sale revenue under one contract.
-- Generated from ingest/contracts/fiscal/land_sale.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.contract_no,
    src.supervision_no,
    src.land_code,
    src.location,
    src.county_name,
    src.platform_name,
    src.transferee_name,
    src.transferee_uscc,
    src.land_use,
    src.land_area_sqm,
    src.signed_date,
    src.contract_price_cny,
    src.paid_date,
    src.received_cny,
    src.deductions_cny,
    src.net_cny,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'fiscal__land_sale') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.transferee_uscc', 'src.transferee_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
