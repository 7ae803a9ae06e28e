-- One row per parcel that was and parcel that came of it: split, merged, re-coded or given its first code (一码管地),
-- with date, share of the parent's land and evidence. What only polygons suggest is not confirmed.
with
parcel_lineage as (select * from {{ source('lake', 'parcel_lineage') }})

select
    parent_parcel_id,
    child_parcel_id,
    kind as lineage_kind,
    change_date,
    area_share,
    method,
    is_confirmed,
    evidence,
    region_code
from parcel_lineage
