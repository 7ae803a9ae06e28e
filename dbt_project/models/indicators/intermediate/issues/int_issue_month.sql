-- One row per scope (region, county, town, platform, phase), domain and month: counts of problems at the month's last
-- day and of what happened in the month. Changes are added up by the months they fall into, so that months never
-- multiply problems. Says nothing of whether the registers state the month.
{% set stocks = [
    'found_count', 'reopened_count', 'closed_count', 'overdue_count', 'open_ended_count', 'major_found_count',
    'major_open_count', 'major_overdue_count'
] %}
{% set flows = {
    'found_count': 'new_count', 'reopened_count': 'reopened_count', 'closed_count': 'closed_in_month',
    'closed_days_sum': 'closed_days_sum', 'due_count': 'due_in_month', 'closed_by_deadline_count': 'closed_by_deadline'
} %}
with grid as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        issue_domain.domain,
        month.month_start,
        month.month_end
    from {{ ref('int_scope') }} as scope
    cross join {{ ref('issue_domain') }} as issue_domain
    cross join {{ ref('dim_month') }} as month
),

-- What changed before the first month is in its stocks, not in its flows.
change as (
    select
        change.*,
        greatest(change.month_end, calendar.first_month_end) as counted_month_end,
        change.month_end >= calendar.first_month_end as is_in_month
    from {{ ref('int_issue_change') }} as change
    cross join (select min(month_end) as first_month_end from {{ ref('dim_month') }}) as calendar
),

added as (
    select
        grid.scope_kind,
        grid.scope_code,
        grid.region_code,
        grid.domain,
        grid.month_start,
        grid.month_end,
        {% for name in stocks -%}
        coalesce(sum(change.{{ name }}), 0) as {{ name }},
        {% endfor -%}
    {% for name, flow in flows.items() -%}
    coalesce(sum(case when change.is_in_month then change.{{ name }} end), 0)
        as {{ flow }}_flow{{ ',' if not loop.last }}
    {% endfor -%}
    from grid
    left join change
        on
            grid.scope_kind = change.scope_kind
            and grid.scope_code = change.scope_code
            and grid.region_code = change.region_code
            and grid.domain = change.domain
            and grid.month_end = change.counted_month_end
    group by
        grid.scope_kind, grid.scope_code, grid.region_code, grid.domain, grid.month_start, grid.month_end
)

select
    scope_kind,
    scope_code,
    region_code,
    domain,
    month_start,
    month_end,
    {% for name in stocks -%}
    sum({{ name }}) over months as {{ name }}{{ '_total' if name == 'reopened_count' }},
    {% endfor -%}
{% for flow in flows.values() -%}
{{ flow }}_flow as {{ flow }}{{ ',' if not loop.last }}
{% endfor -%}
from added
window months as (partition by scope_kind, scope_code, domain order by month_start)
