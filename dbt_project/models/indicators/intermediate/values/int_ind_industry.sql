-- One row per platform that tells its 主导产业, and per region for its starred 小微企业园, as of the last month: how many
-- groups a platform names (distinct, as written), how many small parks carry a star rating.
with industry as (
    select distinct
        platform.platform_id,
        platform.region_code,
        trim(part.name) as industry_zh
    from {{ ref('shared_platform') }} as platform
    cross join
        unnest(string_split(replace(replace(platform.leading_industries, '，', '、'), ',', '、'), '、')) as part (name)
    where trim(part.name) <> ''
),

last_month as (
    select max(month_start) as month_start
    from {{ ref('dim_month') }}
)

select
    'leading_industry_count' as indicator_code,
    'platform' as scope_kind,
    industry.platform_id as scope_code,
    industry.region_code,
    '' as domain,
    last_month.month_start,
    cast(count(*) as double) as numerator,
    cast(null as double) as denominator,
    1 as covered_count,
    1 as total_count
from industry
cross join last_month
group by industry.platform_id, industry.region_code, last_month.month_start
union all
select
    'featured_small_park_count',
    'region',
    dim.region_code as scope_code,
    dim.region_code as region_code,
    '',
    last_month.month_start,
    cast(count(*) filter (where platform.star_rating is not null) as double),
    cast(null as double),
    count(*),
    count(*)
from {{ ref('dim_platform') }} as dim
inner join {{ ref('shared_platform') }} as platform on dim.platform_id = platform.platform_id
cross join last_month
where
    dim.platform_kind = '小微企业园'
    and coalesce(dim.valid_from_date <= last_day(last_month.month_start), true)
    and coalesce(dim.valid_to_date >= last_day(last_month.month_start), true)
group by dim.region_code, last_month.month_start
