-- Invariants 1 and 10: the land of a parcel's users in a month is the parcel's land, to the last 1e-4 ㎡.
select
    fact.parcel_id,
    fact.month_start,
    max(parcel.land_area_sqm) as land_area_sqm,
    sum(fact.land_sqm) as used_sqm
from {{ ref('fct_parcel_enterprise') }} as fact
inner join {{ ref('int_parcel') }} as parcel on fact.parcel_id = parcel.parcel_id
where parcel.land_area_sqm is not null
group by fact.parcel_id, fact.month_start
having sum(fact.land_sqm) is distinct from max(parcel.land_area_sqm)
