-- One row per parcel and month for which the register names no holder (it lacks the parcel, or its holder came later):
-- whose own statement (自有) is in force at its end, the latest beginning.
with
int_own_statement as (select * from {{ ref('int_own_statement') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
dim_month as (select * from {{ ref('dim_month') }}),

ranked as (
    select
        own.parcel_id,
        month.month_start,
        own.enterprise_id,
        row_number() over (partition by own.parcel_id, month.month_start order by own.place asc) as month_place
    from int_own_statement as own
    inner join shared_parcel as parcel on own.parcel_id = parcel.parcel_id
    inner join dim_month as month
        on
            coalesce(own.start_date <= month.month_end, true)
            and coalesce(own.end_date >= month.month_end, true)
    where not parcel.is_registered or month.month_end < parcel.holder_from_date
)

select
    parcel_id,
    month_start,
    enterprise_id
from ranked
where month_place = 1
