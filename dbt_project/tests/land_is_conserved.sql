-- Invariants 1 and 10: the land of a parcel's users in a month is the parcel's land then, to the last 1e-4 ㎡; and
-- what all users of a region's parcels have is what the parcels have, so that a split or re-coded parcel is never
-- there twice.
select
    fact.parcel_id,
    fact.month_start,
    max(holder.land_area_sqm) as land_area_sqm,
    sum(fact.land_sqm) as used_sqm
from {{ ref('fct_parcel_enterprise') }} as fact
left join {{ ref('shared_holder_month') }} as holder
    on fact.parcel_id = holder.parcel_id and fact.month_start = holder.month_start
where fact.parcel_id <> 'NO_PARCEL' and fact.land_basis is not null
group by fact.parcel_id, fact.month_start
having
    count(holder.parcel_id) = 0
    or (max(holder.land_area_sqm) is not null and sum(fact.land_sqm) is distinct from max(holder.land_area_sqm))
