-- One row per platform of the newest 平台与园区清单 of each (region, part); of several rows for a platform the last counts.
with
state as ({{ latest_rows(ref('stg_platform__register')) }}),

ranked as (
    select
        *,
        coalesce(platform_code, platform_name) as own_key,
        row_number() over (
            partition by region_code, coalesce(platform_code, platform_name)
            order by {{ newest_first() }}
        ) as place
    from state
),

listed as (
    select
        *,
        'Z' || left(sha256(region_code || '|' || own_key), 16) as platform_id,
        row_number() over (partition by region_code, platform_name order by own_key) as name_place
    from ranked
    where place = 1
)

select
    child.*,
    coalesce(by_code.platform_id, by_name.platform_id) as parent_platform_id
from listed as child
left join listed as by_code
    on child.region_code = by_code.region_code and child.parent_code = by_code.own_key
left join listed as by_name
    on
        child.region_code = by_name.region_code
        and child.parent_name = by_name.platform_name
        and by_name.name_place = 1
        and child.parent_code is null
