-- One row per platform that tells its 主导产业, as of the last month: how many groups it names (distinct, as written).
with industry as (
    select distinct
        platform.platform_id,
        platform.region_code,
        trim(part.name) as industry_zh
    from {{ ref('int_platform') }} as platform
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
