-- Invariants 1 and 10: power allocated to parcels in a month is the power the meters of the enterprise told, to the
-- last unit, and over the whole mart.
with told as (
    select
        power.enterprise_id,
        power.month_start,
        sum(power.power_kwh) as power_kwh
    from {{ ref('shared_power_area_month') }} as power
    inner join {{ ref('dim_month') }} as month on power.month_start = month.month_start
    group by power.enterprise_id, power.month_start
),

allocated as (
    select
        enterprise_id,
        month_start,
        sum(power_kwh) as power_kwh
    from {{ ref('fct_parcel_enterprise') }}
    group by enterprise_id, month_start
)

select
    coalesce(told.enterprise_id, allocated.enterprise_id) as enterprise_id,
    told.power_kwh as told_kwh,
    allocated.power_kwh as allocated_kwh
from told
full outer join allocated on told.enterprise_id = allocated.enterprise_id and told.month_start = allocated.month_start
where told.power_kwh is distinct from allocated.power_kwh
