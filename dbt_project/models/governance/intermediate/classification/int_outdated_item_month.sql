-- One row per item of 落后产能 (as its newest register states it) and month at whose end it is open: listed and not
-- closed.
with
stg_economy__outdated_capacity as (select * from {{ ref('stg_economy__outdated_capacity') }}),
dim_month as (select * from {{ ref('dim_month') }}),

newest as (
    select
        *,
        row_number() over (
            partition by region_code, item_no
            order by {{ newest_first() }}
        ) as place
    from stg_economy__outdated_capacity
)

select
    newest.item_no,
    newest.region_code,
    newest.enterprise_id,
    newest.parcel_id,
    newest.town_name,
    newest.equipment,
    newest.catalogue,
    month.month_start,
    month.month_end
from newest
inner join dim_month as month
    on
        coalesce(newest.listed_date <= month.month_end, true)
        and coalesce(newest.closed_date > month.month_end, true)
where newest.place = 1
