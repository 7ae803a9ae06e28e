-- One row per scope (region or county), domain and month: problems found, closed and open at the month's last day.
-- Cases are first counted by the months in which they change, so that months never multiply cases.
-- Every region that delivers anything is a scope, and the counties inside it.
with region as (
    select distinct region_code
    from {{ source('lake', 'batches') }}
),

scope as (
    select
        'region' as scope_kind,
        region_code as scope_code,
        region_code
    from region
    union all
    select
        'county' as scope_kind,
        division.division_code as scope_code,
        region.region_code
    from region
    inner join {{ ref('ref_division') }} as division
        on region.region_code = division.parent_code and division.scope_kind = 'county'
),

changes as (
    select
        region_code,
        county_code,
        domain,
        is_major,
        last_day(found_date) as found_month_end,
        last_day(closed_date) as closed_month_end,
        -- Overdue from the first month end after the deadline.
        last_day(cast(deadline_date + interval 1 day as date)) as overdue_month_end,
        count(*) as cases
    from {{ ref('fct_issue') }}
    group by all
),

scoped as (
    select
        scope.scope_kind,
        scope.scope_code,
        changes.domain,
        changes.is_major,
        changes.found_month_end,
        changes.closed_month_end,
        changes.overdue_month_end,
        changes.cases
    from changes
    inner join scope
        on
            changes.region_code = scope.region_code
            and (scope.scope_kind = 'region' or changes.county_code = scope.scope_code)
),

grid as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        issue_domain.domain,
        month.month_start,
        month.month_end
    from scope
    cross join {{ ref('issue_domain') }} as issue_domain
    cross join {{ ref('dim_month') }} as month
),

counted as (
    select
        grid.scope_kind,
        grid.scope_code,
        grid.region_code,
        grid.domain,
        grid.month_start,
        coalesce(bool_and(stated.is_complete), false) as is_complete,
        coalesce(sum(scoped.cases), 0) as found_count,
        coalesce(sum(scoped.cases) filter (where scoped.closed_month_end <= grid.month_end), 0) as closed_count,
        {% for name, condition in {
            'overdue_count': 'scoped.overdue_month_end <= grid.month_end',
            'major_open_count': 'scoped.is_major',
            'major_overdue_count': 'scoped.is_major and scoped.overdue_month_end <= grid.month_end'
        }.items() -%}
    coalesce(sum(scoped.cases) filter (
        where {{ condition }} and coalesce(scoped.closed_month_end > grid.month_end, true)
        ), 0) as {{ name }}{{ ',' if not loop.last }}
    {% endfor -%}
    from grid
    left join {{ ref('int_issue_stated_month') }} as stated
        on
            grid.region_code = stated.region_code
            and grid.domain = stated.domain
            and grid.month_start = stated.month_start
    left join scoped
        on
            grid.scope_kind = scoped.scope_kind
            and grid.scope_code = scoped.scope_code
            and grid.domain = scoped.domain
            and grid.month_end >= scoped.found_month_end
    group by grid.scope_kind, grid.scope_code, grid.region_code, grid.domain, grid.month_start, grid.month_end
)

select
    scope_kind,
    scope_code,
    region_code,
    domain,
    month_start,
    is_complete,
    {% for name in ['found_count', 'closed_count', 'overdue_count', 'major_open_count', 'major_overdue_count'] -%}
    case when is_complete then cast({{ name }} as bigint) end as {{ name }},
    {% endfor -%}
    case when is_complete then cast(found_count - closed_count as bigint) end as open_count
from counted
