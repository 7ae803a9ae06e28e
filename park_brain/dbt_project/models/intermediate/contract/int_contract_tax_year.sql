-- One row per contract and whole calendar year after 达产: the tax of all users of the contract's parcel over its land
-- (readings.md 7). 达产 is the first agreed day of a 达产复核 or 运营复核, else the day it was checked. The tax is NULL
-- where a delivery of the year or the tax of a user of the land is missing.
with production as (
    select
        contract_id,
        min(coalesce(due_date, check_date)) as production_date
    from {{ ref('int_contract_check') }}
    where contract_id is not null and checkpoint in ('达产复核', '运营复核')
    group by contract_id
),

year_delivered as (
    select
        region_code,
        year_number
    from {{ ref('int_tax_delivery') }}
    group by region_code, year_number
    having bool_and(is_received) and count(*) = 12
),

parcel_year as (
    select
        parcel_id,
        year_number,
        sum(land_sqm_months) as land_sqm_months,
        sum(tax_cny) as tax_cny,
        bool_or(enterprise_id <> 'NO_ENTERPRISE' and tax_cny is null and coalesce(land_sqm_months, 0) > 0)
            as has_unknown_tax
    from {{ ref('fct_parcel_enterprise_year') }}
    group by parcel_id, year_number
)

select
    contract.contract_id,
    parcel_year.year_number as data_year,
    production.production_date,
    cast(parcel_year.land_sqm_months as decimal(18, 4)) as land_sqm_months,
    cast(case
        when year_delivered.region_code is not null and not parcel_year.has_unknown_tax then parcel_year.tax_cny
    end as decimal(18, 2)) as tax_cny
from {{ ref('int_contract') }} as contract
inner join production on contract.contract_id = production.contract_id
inner join parcel_year
    on
        contract.today_parcel_id = parcel_year.parcel_id
        and parcel_year.year_number > year(production.production_date)
left join year_delivered
    on
        contract.region_code = year_delivered.region_code
        and parcel_year.year_number = year_delivered.year_number
where contract.today_parcel_id <> 'NO_PARCEL' and parcel_year.land_sqm_months > 0
