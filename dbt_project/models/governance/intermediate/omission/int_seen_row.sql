-- One row per row of a department's list that shows an enterprise or parcel at work: tax paid, power used, a permit, a
-- penalty that stands, or a registration at an address on industrial land (the point of a site on a parcel, a
-- parcel's own address, or one that names a platform).
with
newest_registry__enterprise as ({{ latest_rows(ref('stg_registry__enterprise')) }}),
fct_tax_payment as (select * from {{ ref('fct_tax_payment') }}),
stg_utility__power as (select * from {{ ref('stg_utility__power') }}),
stg_environment__permit as (select * from {{ ref('stg_environment__permit') }}),
fct_penalty as (select * from {{ ref('fct_penalty') }}),
dim_parcel as (select * from {{ ref('dim_parcel') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
premises_parcel as (select * from {{ source('lake', 'premises_parcel') }}),
shared_platform_name as (select * from {{ ref('shared_platform_name') }}),

registered as (
    select
        enterprise_id,
        region_code,
        town_name,
        address,
        period_end
    from newest_registry__enterprise
    where registration_status = '存续'
)

select
    'tax' as source,
    enterprise_id,
    case when is_of_named_parcel then parcel_id else 'NO_PARCEL' end as parcel_id,
    region_code,
    cast(null as varchar) as town_name,
    paid_month as from_date,
    paid_month as to_date,
    strftime(paid_month, '%Y-%m') || '入库' as reference
from fct_tax_payment
where amount_cny > 0
union all
select
    'power',
    enterprise_id,
    parcel_id,
    region_code,
    town_name,
    period_start,
    period_end,
    '户号' || meter_no
from stg_utility__power
where power_kwh > 0
union all
select
    'permit',
    enterprise_id,
    'NO_PARCEL',
    region_code,
    null,
    coalesce(valid_from_date, issued_date, period_end),
    coalesce(valid_to_date, cast('9999-12-31' as date)),
    permit_no
from stg_environment__permit
union all
select
    'penalty',
    enterprise_id,
    parcel_id,
    region_code,
    town_name,
    decided_date as from_date,
    decided_date as to_date,
    decision_no
from fct_penalty
where not is_revoked
union all
select
    'registry',
    registered.enterprise_id,
    parcel.parcel_id,
    registered.region_code,
    registered.town_name,
    registered.period_end,
    cast('9999-12-31' as date),
    registered.address
from registered
inner join dim_parcel as parcel
    on registered.region_code = parcel.region_code and registered.address = parcel.location
union all
select
    'registry',
    registered.enterprise_id,
    premises.parcel_id,
    registered.region_code,
    registered.town_name,
    registered.period_end,
    cast('9999-12-31' as date),
    registered.address
from registered
inner join dim_enterprise as enterprise on registered.enterprise_id = enterprise.enterprise_id
inner join premises_parcel as premises
    on registered.region_code = premises.region_code and enterprise.uscc = premises.enterprise_uscc
union all
select
    'registry',
    registered.enterprise_id,
    'NO_PARCEL',
    registered.region_code,
    registered.town_name,
    registered.period_end,
    cast('9999-12-31' as date),
    registered.address
from registered
inner join shared_platform_name as platform
    on registered.region_code = platform.region_code and strpos(registered.address, platform.name) > 0
