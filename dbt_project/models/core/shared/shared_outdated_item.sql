-- One row per item of 落后产能清单 (region, number), as its newest register states it.
with
stg_economy__outdated_capacity as (select * from {{ ref('stg_economy__outdated_capacity') }})

select
    'O' || left(md5(concat_ws('|', region_code, item_no)), 16) as item_id,
    region_code,
    county_code,
    town_name,
    item_no,
    enterprise_id,
    parcel_id,
    listed_date,
    deadline_date,
    disposal_status,
    finished_date,
    closed_date,
    period_start,
    batch_id,
    sheet,
    line
from stg_economy__outdated_capacity
qualify row_number() over (
    partition by region_code, item_no
    order by {{ newest_first() }}
) = 1
