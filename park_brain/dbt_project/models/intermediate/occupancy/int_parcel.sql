-- One row per parcel any list names: its land, its holder and from when, registered or not.
with own_statement as (
    select
        parcel_id,
        enterprise_id,
        min(start_date) as start_date
    from {{ ref('int_occupancy') }}
    where tenure = '自有'
    group by parcel_id, enterprise_id
),

-- A parcel missing in the register: the first own statement stands in for it.
stated_owner as (
    select
        *,
        row_number() over (
            partition by parcel_id
            order by start_date asc nulls first, received_at desc, batch_id asc, sheet asc, line asc
        ) as place
    from {{ ref('int_occupancy') }}
    where tenure = '自有'
),

seen as (
    select
        parcel_id,
        max(land_code) as land_code,
        min(issuer) as issuer,
        min(region_code) as region_code
    from {{ source('lake', 'parcel_key') }}
    group by parcel_id
),

joined as (
    select
        seen.parcel_id,
        seen.land_code,
        seen.issuer,
        coalesce(register.region_code, seen.region_code) as region_code,
        coalesce(register.county_code, stated_owner.county_code) as listed_county_code,
        register.parcel_id is not null as is_registered,
        coalesce(register.enterprise_id, stated_owner.enterprise_id, 'NO_ENTERPRISE') as holder_enterprise_id,
        case
            when register.parcel_id is not null then coalesce(own_statement.start_date, register.supply_date)
            else stated_owner.start_date
        end as holder_from_date,
        coalesce(register.land_area_sqm, stated_owner.land_area_sqm) as land_area_sqm,
        register.floor_area_sqm,
        register.floor_area_ratio,
        register.land_status
    from seen
    left join {{ ref('int_parcel_register') }} as register on seen.parcel_id = register.parcel_id
    left join stated_owner on seen.parcel_id = stated_owner.parcel_id and stated_owner.place = 1
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
left join {{ ref('ref_division') }} as county
    on
        joined.region_code = county.parent_code
        and left(joined.land_code, 6) = county.division_code
