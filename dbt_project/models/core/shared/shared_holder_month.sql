-- One row per parcel and month at whose end it exists: who holds it then (NO_ENTERPRISE: nobody known) and its areas.
-- Before today's holder took it over, who held it then: by its own statement, else by the register before. Of a parcel
-- split in May the months to April are here, of its parts those from May on: land is never there twice.
with
int_parcel_state as (select * from {{ ref('int_parcel_state') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_own_month as (select * from {{ ref('int_own_month') }}),
int_former_holder as (select * from {{ ref('int_former_holder') }})

select
    state.parcel_id,
    month.month_start,
    case
        when not state.is_registered then coalesce(own_month.enterprise_id, 'NO_ENTERPRISE')
        when state.holder_from_date > month.month_end
            then
                coalesce(
                    own_month.enterprise_id,
                    case when coalesce(former.valid_from_date <= month.month_end, true) then former.enterprise_id end,
                    'NO_ENTERPRISE'
                )
        else state.holder_enterprise_id
    end as enterprise_id,
    state.land_area_sqm,
    state.floor_area_sqm,
    case
        when state.land_area_sqm is null then 'unknown'
        when state.is_registered then 'register'
        else 'stated_land'
    end as land_basis
from int_parcel_state as state
inner join dim_month as month on month.month_end between state.valid_from_date and state.valid_to_date
left join int_own_month as own_month
    on state.parcel_id = own_month.parcel_id and month.month_start = own_month.month_start
left join int_former_holder as former on state.parcel_id = former.parcel_id
