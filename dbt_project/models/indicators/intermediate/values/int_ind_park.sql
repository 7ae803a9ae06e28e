-- One row per park indicator, scope and month: parks of the register on the month's last day, and how many of them are
-- connected. A park nobody told the month's state of is among all of them, not among the covered.
with park as (
    select
        dim.platform_id,
        month.month_start,
        status.is_brain_connected,
        status.is_steward_connected,
        status.is_interconnected,
        dim.region_code,
        dim.county_code
    from {{ ref('dim_platform') }} as dim
    inner join {{ ref('dim_month') }} as month
        on
            coalesce(dim.valid_from_date <= month.month_end, true)
            and coalesce(dim.valid_to_date >= month.month_end, true)
    left join {{ ref('int_platform_status') }} as status
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
    inner join {{ ref('int_scope_leaf') }} as scope
        on park.platform_id = scope.leaf_code and park.region_code = scope.region_code
    where scope.leaf_kind = 'platform'
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
{{ 'union all' if not loop.last }}
{% endfor %}
