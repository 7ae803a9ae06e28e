-- One row per park indicator, scope and month: parks of the register on the month's last day, and how many of them are
-- connected (a park nobody reported the month's state of is among all of them, not among the covered); as of the last
-- month, how many groups of 主导产业 a platform names (distinct, as written) and how many 小微企业园 carry a star rating.
with
dim_platform as not materialized (select * from {{ ref('dim_platform') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
int_platform_status as (select * from {{ ref('int_platform_status') }}),
int_scope_leaf as (select * from {{ ref('int_scope_leaf') }}),
shared_platform as not materialized (select * from {{ ref('shared_platform') }}),

park as (
    select
        dim.platform_id,
        month.month_start,
        status.is_brain_connected,
        status.is_steward_connected,
        status.is_interconnected,
        dim.region_code,
        dim.county_code
    from dim_platform as dim
    inner join dim_month as month
        on {{ valid_on('dim', 'month.month_end') }}
    left join int_platform_status as status
        on dim.platform_id = status.platform_id and month.month_start = status.month_start
    where dim.is_listed
),

scoped as (
    select
        'region' as scope_kind,
        region_code as scope_code,
        *
    from park
    union all
    select
        'county' as scope_kind,
        county_code as scope_code,
        *
    from park
    where county_code is not null
    union all
    select
        scope.scope_kind,
        scope.scope_code,
        park.*
    from park
    inner join int_scope_leaf as scope
        on park.platform_id = scope.leaf_code and park.region_code = scope.region_code
    where scope.leaf_kind = 'platform'
),

industry as (
    select distinct
        platform.platform_id,
        platform.region_code,
        trim(part.name) as industry_zh
    from shared_platform as platform
    cross join
        unnest(string_split(replace(replace(platform.leading_industries, '，', '、'), ',', '、'), '、')) as part (name)
    where trim(part.name) <> ''
),

last_month as (
    select max(month_start) as month_start
    from dim_month
)

{% for code, column in {
    'park_brain_coverage_rate': 'is_brain_connected',
    'park_steward_coverage_rate': 'is_steward_connected',
    'park_interconnection_rate': 'is_interconnected'
}.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    '' as domain,
    month_start,
    cast(count(*) filter (where {{ column }}) as double) as numerator,
    cast(count(*) as double) as denominator,
    count({{ column }}) as covered_count,
    count(*) as total_count
from scoped
group by scope_kind, scope_code, region_code, month_start
union all
{% endfor %}
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
from dim_platform as dim
inner join shared_platform as platform on dim.platform_id = platform.platform_id
cross join last_month
where dim.platform_kind = '小微企业园' and {{ valid_on('dim', 'last_day(last_month.month_start)') }}
group by dim.region_code, last_month.month_start
