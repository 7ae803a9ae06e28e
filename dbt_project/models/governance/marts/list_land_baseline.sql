-- One row per parcel of the newest 工业用地底数清单 of a region that sets it: size, place, ownership and use, with its
-- holder and line. It is the denominator of every coverage rate.
with
stg_land__parcel_register as (select * from {{ ref('stg_land__parcel_register') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
int_list_set as (select * from {{ ref('int_list_set') }}),
dim_month as (select * from {{ ref('dim_month') }}),

since as (
    select
        parcel_id,
        min(period_end) as first_date
    from stg_land__parcel_register
    group by parcel_id
)

select
    register.region_code,
    list.list_name_zh,
    list.month_start,
    cast(date_trunc('month', since.first_date) as date) as listed_since_month,
    list.source_document,
    list.clause,
    register.parcel_id,
    register.land_code,
    register.unit_code,
    register.county_code,
    register.town_name,
    register.platform_name,
    register.location,
    register.ownership,
    register.land_area_sqm,
    register.floor_area_sqm,
    register.planned_use,
    register.plan_conformity,
    register.current_use,
    register.land_status,
    register.supply_date,
    register.enterprise_id as holder_enterprise_id,
    holder.enterprise_name as holder_name,
    holder.uscc as holder_uscc,
    register.batch_id,
    register.sheet,
    register.line
from shared_parcel_register as register
inner join since on register.parcel_id = since.parcel_id
inner join dim_enterprise as holder on register.enterprise_id = holder.enterprise_id
inner join int_list_set as list
    on list.governance_list_code = 'land_baseline' and register.region_code = list.region_code
inner join (select max(month_start) as month_start from dim_month) as newest
    on list.month_start = newest.month_start
