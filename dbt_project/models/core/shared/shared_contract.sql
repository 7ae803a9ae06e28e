-- One row per land supply contract and parcel, as its newest register states it. Numbers may be missing or shared by
-- several parcels, so the key is all that names the contract.
with
stg_land__supply_contract as (select * from {{ ref('stg_land__supply_contract') }}),
shared_parcel_today as (select * from {{ ref('shared_parcel_today') }})

select
    'K' || left(md5(concat_ws(
        '|',
        region_code,
        coalesce(contract_no, ''),
        coalesce(supervision_no, ''),
        coalesce(land_code, ''),
        coalesce(location, ''),
        case when coalesce(contract_no, supervision_no, land_code, location) is null then batch_id || sheet || line end
    )), 16) as contract_id,
    contract.*,
    coalesce(today.today_parcel_id, contract.parcel_id) as today_parcel_id
from stg_land__supply_contract as contract
left join shared_parcel_today as today on contract.parcel_id = today.parcel_id
qualify row_number() over (
    partition by
        region_code,
        contract_no,
        supervision_no,
        land_code,
        location,
        case when coalesce(contract_no, supervision_no, land_code, location) is null then batch_id || sheet || line end
    order by {{ newest_first() }}
) = 1
