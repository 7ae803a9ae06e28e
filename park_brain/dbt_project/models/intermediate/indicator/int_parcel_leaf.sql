-- One row per parcel, kind of place, smallest place it lies in and period: the share of its land, from the two bridges.
-- Shares of a parcel within a kind add up to 1 on every day it exists; is_main marks the largest, where counts go.
select
    parcel_id,
    'area' as leaf_kind,
    area_code as leaf_code,
    region_code,
    valid_from_date,
    valid_to_date,
    area_share,
    is_main
from {{ ref('bridge_parcel_region') }}
union all
select
    parcel_id,
    'platform',
    platform_id,
    region_code,
    valid_from_date,
    valid_to_date,
    area_share,
    is_main
from {{ ref('bridge_parcel_platform') }}
