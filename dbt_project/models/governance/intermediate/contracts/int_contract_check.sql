-- One row per row of 达产复核清单 with the supply contract it checks: by 合同编号, else 电子监管号, else the parcel and
-- enterprise; of several the one of the same parcel, then the newest.
with
stg_land__contract_check as not materialized (select * from {{ ref('stg_land__contract_check') }}),
shared_contract as not materialized (select * from {{ ref('shared_contract') }}),

fits as (
    select
        check_row.batch_id,
        check_row.sheet,
        check_row.line,
        contract.contract_id,
        contract.signed_date,
        contract.today_parcel_id = check_row.parcel_id as is_same_parcel,
        1 as step
    from stg_land__contract_check as check_row
    inner join shared_contract as contract
        on
            check_row.region_code = contract.region_code
            and check_row.contract_no = contract.contract_no
    union
    select
        check_row.batch_id,
        check_row.sheet,
        check_row.line,
        contract.contract_id,
        contract.signed_date,
        contract.today_parcel_id = check_row.parcel_id,
        2
    from stg_land__contract_check as check_row
    inner join shared_contract as contract
        on
            check_row.region_code = contract.region_code
            and check_row.supervision_no = contract.supervision_no
    union
    select
        check_row.batch_id,
        check_row.sheet,
        check_row.line,
        contract.contract_id,
        contract.signed_date,
        true,
        3
    from stg_land__contract_check as check_row
    inner join shared_contract as contract
        on
            check_row.parcel_id = contract.parcel_id
            and check_row.enterprise_id = contract.enterprise_id
    where check_row.parcel_id <> 'NO_PARCEL' and check_row.enterprise_id <> 'NO_ENTERPRISE'
),

best as (
    select *
    from fits
    qualify row_number() over (
        partition by batch_id, sheet, line
        order by step asc, is_same_parcel desc, signed_date desc nulls last, contract_id asc
    ) = 1
)

select
    check_row.*,
    best.contract_id,
    contract.today_parcel_id,
    contract.land_area_sqm as contract_area_sqm,
    contract.price_cny,
    row_number() over (
        partition by
            check_row.region_code,
            coalesce(best.contract_id, check_row.contract_no, check_row.supervision_no, check_row.parcel_id),
            check_row.checkpoint
        order by check_row.check_date desc, check_row.batch_id desc, check_row.sheet desc, check_row.line desc
    ) = 1 as is_latest_check
from stg_land__contract_check as check_row
left join best
    on
        check_row.batch_id = best.batch_id
        and check_row.sheet = best.sheet
        and check_row.line = best.line
left join shared_contract as contract on best.contract_id = contract.contract_id
