-- One row per platform and month of 平台运行情况表: the newest row told for it, by its code, else by its name.
with
stg_platform__status as (select * from {{ ref('stg_platform__status') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),
shared_platform_name as (select * from {{ ref('shared_platform_name') }}),

named as (
    select
        coalesce(by_code.platform_id, by_name.platform_id) as platform_id,
        status.*
    from stg_platform__status as status
    left join shared_platform as by_code
        on status.region_code = by_code.region_code and status.platform_code = by_code.platform_code
    left join shared_platform_name as by_name
        on status.region_code = by_name.region_code and status.platform_name = by_name.name
)

select
    platform_id,
    cast(date_trunc('month', period_end) as date) as month_start,
    is_brain_connected,
    is_steward_connected,
    is_interconnected,
    batch_id,
    sheet,
    line
from named
where platform_id is not null
qualify
    row_number() over (
        partition by platform_id, date_trunc('month', period_end)
        order by received_at desc, batch_id desc, sheet desc, line desc
    ) = 1
