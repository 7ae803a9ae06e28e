-- One row per parcel any list names: its land, its holder on the business date and from when, registered or not. A
-- parcel that is no more keeps the land and county the last register gave it.
with
int_own_statement as (select * from {{ ref('int_own_statement') }}),
run as (select * from {{ source('lake', 'run') }}),
parcel_key as (select * from {{ source('lake', 'parcel_key') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
int_parcel_former as (select * from {{ ref('int_parcel_former') }}),
ref_division as (select * from {{ ref('ref_division') }}),

statement as (
    select
        own.*,
        coalesce(own.start_date <= run.business_date, true)
        and coalesce(own.end_date >= run.business_date, true) as is_in_force
    from int_own_statement as own
    cross join run
),

ranked as (
    select
        *,
        row_number() over (partition by parcel_id order by is_in_force desc, place asc) as today_place,
        row_number() over (partition by parcel_id order by land_area_sqm is null asc, place asc) as area_place,
        row_number() over (
            partition by parcel_id, enterprise_id order by land_area_sqm is null asc, place asc
        ) as firm_area_place
    from statement
),

own_statement as (
    select
        parcel_id,
        enterprise_id,
        min(start_date) as start_date,
        max(case when firm_area_place = 1 then land_area_sqm end) as land_area_sqm
    from ranked
    group by parcel_id, enterprise_id
),

-- A parcel missing in the register: the latest own statement in force stands in for it, any for its area.
stated as (
    select
        parcel_id,
        max(case when today_place = 1 and is_in_force then enterprise_id end) as enterprise_id,
        max(case when today_place = 1 and is_in_force then start_date end) as start_date,
        max(case when area_place = 1 then land_area_sqm end) as land_area_sqm,
        max(case when place = 1 then county_code end) as county_code
    from ranked
    group by parcel_id
),

seen as (
    select
        parcel_id,
        max(land_code) as land_code,
        min(issuer) as issuer,
        min(region_code) as region_code
    from parcel_key
    group by parcel_id
),

joined as (
    select
        seen.parcel_id,
        seen.land_code,
        seen.issuer,
        coalesce(register.region_code, seen.region_code) as region_code,
        coalesce(register.county_code, former.county_code, stated.county_code) as listed_county_code,
        register.parcel_id is not null as is_registered,
        coalesce(register.enterprise_id, stated.enterprise_id, 'NO_ENTERPRISE') as holder_enterprise_id,
        case
            when register.parcel_id is not null then coalesce(own_statement.start_date, register.supply_date)
            else stated.start_date
        end as holder_from_date,
        case
            when register.parcel_id is not null then coalesce(register.land_area_sqm, own_statement.land_area_sqm)
            else coalesce(stated.land_area_sqm, former.land_area_sqm)
        end as land_area_sqm,
        coalesce(register.floor_area_sqm, former.floor_area_sqm) as floor_area_sqm,
        coalesce(register.floor_area_ratio, former.floor_area_ratio) as floor_area_ratio,
        coalesce(register.land_status, former.land_status) as land_status
    from seen
    left join shared_parcel_register as register on seen.parcel_id = register.parcel_id
    left join int_parcel_former as former
        on case when register.parcel_id is null then seen.parcel_id end = former.parcel_id
    left join stated on seen.parcel_id = stated.parcel_id
    left join own_statement
        on
            register.parcel_id = own_statement.parcel_id
            and register.enterprise_id = own_statement.enterprise_id
)

select
    joined.parcel_id,
    joined.land_code,
    joined.issuer,
    joined.region_code,
    coalesce(joined.listed_county_code, county.division_code) as county_code,
    coalesce(joined.listed_county_code, county.division_code, joined.region_code) as area_code,
    joined.is_registered,
    joined.holder_enterprise_id,
    joined.holder_from_date,
    joined.land_area_sqm,
    joined.floor_area_sqm,
    joined.floor_area_ratio,
    joined.land_status,
    coalesce(joined.land_status = '建设期', false) as is_under_construction
from joined
left join ref_division as county
    on
        joined.region_code = county.parent_code
        and left(joined.land_code, 6) = county.division_code
