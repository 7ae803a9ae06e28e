-- One row per contract and whole calendar year after 达产: the tax of all users of the contract's parcel over its land
-- (docs/readings.md 7), NULL where the parcel may not be judged. 达产 is the first agreed day of a 达产复核 or 运营复核, else
-- the day it was checked.
with production as (
    select
        contract_id,
        min(coalesce(due_date, check_date)) as production_date
    from {{ ref('int_contract_check') }}
    where contract_id is not null and checkpoint in ('达产复核', '运营复核')
    group by contract_id
)

select
    contract.contract_id,
    figure.data_year,
    production.production_date,
    case when figure.evaluable_state = 'evaluable' then figure.tax_cny end as tax_cny,
    figure.land_sqm_months
from {{ ref('shared_contract') }} as contract
inner join production on contract.contract_id = production.contract_id
inner join {{ ref('int_parcel_year') }} as figure
    on
        contract.today_parcel_id = figure.parcel_id
        and figure.data_year > year(production.production_date)
