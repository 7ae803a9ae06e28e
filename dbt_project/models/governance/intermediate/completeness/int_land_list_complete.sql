-- One row per region and month: whether both land lists (工业用地底数清单 and 用地情况与租赁清单) are known at its end in all their
-- planned parts, so that who is on neither uses no industrial land.
with
int_snapshot_complete as (select * from {{ ref('int_snapshot_complete') }})

select
    region_code,
    month_start,
    bool_and(is_complete) and count(*) = 2 as is_complete
from int_snapshot_complete
where list_code in ('land.parcel_register', 'land.occupancy') and part = ''
group by region_code, month_start
