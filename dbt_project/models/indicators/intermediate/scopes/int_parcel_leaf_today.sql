-- One row per parcel, kind of place and smallest place it lies in by the newest period known: where acts on a parcel
-- are counted whatever their day, as parcels move between places only by a change of the map.
select
    parcel_id,
    leaf_kind,
    leaf_code,
    region_code,
    cast(null as date) as valid_from_date,
    cast(null as date) as valid_to_date,
    area_share,
    is_main
from {{ ref('int_parcel_leaf') }}
qualify rank() over (partition by parcel_id, leaf_kind order by valid_from_date desc nulls last) = 1
