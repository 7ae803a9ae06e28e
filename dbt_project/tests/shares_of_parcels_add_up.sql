-- A parcel's shares are 1 to the last millionth: over its towns, and over its platforms in every period
-- (docs/readings.md 1).
select
    'platform' as kind,
    parcel_id,
    valid_from_date
from {{ ref('bridge_parcel_platform') }}
group by parcel_id, valid_from_date
having sum(area_share) <> 1 or count(case when is_main then 1 end) <> 1
union all
select
    'town' as kind,
    parcel.parcel_id,
    null
from {{ ref('shared_parcel') }} as parcel
left join {{ ref('bridge_parcel_region') }} as bridge on parcel.parcel_id = bridge.parcel_id
group by parcel.parcel_id
having sum(bridge.area_share) is distinct from 1 or count(case when bridge.is_main then 1 end) <> 1
