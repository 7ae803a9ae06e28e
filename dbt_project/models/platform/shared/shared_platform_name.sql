-- One row per region and name a platform goes by: its own name before a brand (牌子), a brand only where it is one
-- platform's alone.
with
shared_platform as not materialized (select * from {{ ref('shared_platform') }}),

spoken as (
    select
        region_code,
        platform_name as name,
        platform_id,
        1 as rank_no
    from shared_platform
    union all
    select
        platform.region_code,
        trim(brand.name) as name,
        platform.platform_id,
        2 as rank_no
    from shared_platform as platform
    cross join unnest(string_split(replace(replace(platform.brands, '，', '、'), ',', '、'), '、')) as brand (name)
),

ranked as (
    select
        region_code,
        name,
        rank_no,
        min(platform_id) as platform_id,
        count(distinct platform_id) as platform_count,
        min(rank_no) over (partition by region_code, name) as best_rank
    from spoken
    where name <> ''
    group by region_code, name, rank_no
)

select
    region_code,
    name,
    platform_id
from ranked
where rank_no = best_rank and platform_count = 1
