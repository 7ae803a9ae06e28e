-- One row per scope (region, county, town, platform, phase), domain and month: counts of problems at the month's last
-- day, of what happened in the month, of illegal jumps, and the median age of the open ones, whether or not the
-- registers state the month. A problem counts once in a scope; changes are added up by the months they fall into.
{% set stocks = [
    'found_count', 'reopened_count', 'closed_count', 'overdue_count', 'open_ended_count', 'major_found_count',
    'major_open_count', 'major_overdue_count'
] %}
{% set flows = {
    'found_count': 'new_count', 'reopened_count': 'reopened_count', 'closed_count': 'closed_in_month',
    'closed_days_sum': 'closed_days_sum', 'due_count': 'due_in_month', 'closed_by_deadline_count': 'closed_by_deadline'
} %}
with
int_scope as (select * from {{ ref('int_scope') }}),
issue_domain as (select * from {{ ref('issue_domain') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
int_scope_case as (select * from {{ ref('int_scope_case') }}),
int_issue_change as (select * from {{ ref('int_issue_change') }}),
fct_issue_event as (select * from {{ ref('fct_issue_event') }}),
shared_issue_span as (select * from {{ ref('shared_issue_span') }}),

grid as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        issue_domain.domain,
        month.month_start,
        month.month_end
    from int_scope as scope
    cross join issue_domain
    cross join dim_month as month
),

scope as (
    select
        scope_kind,
        scope_code,
        region_code,
        case_id as issue_id
    from int_scope_case
    where case_kind = 'issue'
),

calendar as (
    select
        min(month_start) as first_month,
        min(month_end) as first_month_end,
        max(month_start) as last_month
    from dim_month
),

-- What changed before the first month is in its stocks, not in its flows.
change as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        change.*,
        greatest(change.month_end, calendar.first_month_end) as counted_month_end,
        change.month_end >= calendar.first_month_end as is_in_month
    from int_issue_change as change
    inner join scope on change.issue_id = scope.issue_id
    cross join calendar
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
    coalesce(sum(change.{{ name }}) filter (where change.is_in_month), 0) as {{ flow }}_flow{{ ',' if not loop.last }}
    {% endfor -%}
    from grid
    left join change
        on
            grid.scope_kind = change.scope_kind and grid.scope_code = change.scope_code
            and grid.region_code = change.region_code and grid.domain = change.domain
            and grid.month_end = change.counted_month_end
    group by grid.scope_kind, grid.scope_code, grid.region_code, grid.domain, grid.month_start, grid.month_end
),

jump as (
    select
        scope.scope_kind,
        scope.scope_code,
        event.domain,
        last_day(event.event_date) as month_end,
        count(*) as illegal_jump_count,
        count(*) filter (where event.event = '销号') as unaccepted_closed_count
    from fct_issue_event as event
    inner join scope on event.issue_id = scope.issue_id
    where event.is_illegal_jump
    group by scope.scope_kind, scope.scope_code, event.domain, last_day(event.event_date)
),

open_month as (
    select
        span.issue_id,
        span.domain,
        span.found_date,
        cast({{ month_series(
            "greatest(cast(date_trunc('month', span.open_from_date) as date), calendar.first_month)",
            "least(coalesce(cast(date_trunc('month', span.closed_date) - interval 1 month as date), calendar.last_month), calendar.last_month)"
        ) }} as date) as month_start
    from shared_issue_span as span
    cross join calendar
),

age as (
    select
        scope.scope_kind,
        scope.scope_code,
        open_month.domain,
        open_month.month_start,
        cast(median(last_day(open_month.month_start) - open_month.found_date) as decimal(18, 1)) as open_days_median
    from open_month
    inner join scope on open_month.issue_id = scope.issue_id
    group by scope.scope_kind, scope.scope_code, open_month.domain, open_month.month_start
)

select
    added.scope_kind,
    added.scope_code,
    added.region_code,
    added.domain,
    added.month_start,
    {% for name in stocks -%}
    sum(added.{{ name }}) over months as {{ name }}{{ '_total' if name == 'reopened_count' }},
    {% endfor -%}
    {% for flow in flows.values() -%}
    added.{{ flow }}_flow as {{ flow }},
    {% endfor -%}
    coalesce(jump.illegal_jump_count, 0) as illegal_jump_count,
    coalesce(jump.unaccepted_closed_count, 0) as unaccepted_closed_count,
    age.open_days_median
from added
{% for name, month in {'jump': 'month_end', 'age': 'month_start'}.items() %}
left join {{ name }}
    on
        added.scope_kind = {{ name }}.scope_kind and added.scope_code = {{ name }}.scope_code
        and added.domain = {{ name }}.domain and added.{{ month }} = {{ name }}.{{ month }}
{% endfor %}
window months as (partition by added.scope_kind, added.scope_code, added.domain order by added.month_start)
