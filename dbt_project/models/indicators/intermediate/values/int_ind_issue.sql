-- One row per indicator of problems, scope, domain ('all' = together) and month, with how many planned deliveries are
-- behind it. 'all' is known where every domain is that is asked for or delivered.
{% set indicators = {
    'major_open_count': ('major_open_count', none),
    'major_overdue_count': ('major_overdue_count', none),
    'issue_found_count': ('found_count', none),
    'issue_open_count': ('open_count', none),
    'issue_overdue_count': ('overdue_count', none),
    'issue_new_count': ('new_count', none),
    'issue_closed_count': ('closed_in_month', none),
    'rectification_rate': ('closed_count', 'found_count'),
    'on_time_rectification_rate': ('closed_by_deadline', 'due_in_month'),
    'mean_days_to_close': ('closed_days_sum', 'closed_in_month'),
    'reopened_rate': ('reopened_count', 'closed_in_month')
} %}
with
dq_completeness as (select * from {{ ref('dq_completeness') }}),
issue_domain as (select * from {{ ref('issue_domain') }}),
dim_month as (select * from {{ ref('dim_month') }}),
fct_issue_month as (select * from {{ ref('fct_issue_month') }}),

deliveries as (
    select
        plan.region_code,
        domain.domain,
        month.month_start,
        count(*) filter (where {{ has_come('plan') }}) as received_count,
        count(*) as planned_count
    from dq_completeness as plan
    inner join issue_domain as domain on plan.list_code = domain.list_code
    inner join dim_month as month on plan.window_start <= month.month_end
    where plan.status <> 'unplanned'
    group by plan.region_code, domain.domain, month.month_start
),

issue_domain_month as (
    select
        issue.*,
        coalesce(deliveries.received_count, 0) as received_count,
        coalesce(deliveries.planned_count, 0) as planned_count
    from fct_issue_month as issue
    left join deliveries
        on
            issue.region_code = deliveries.region_code
            and issue.domain = deliveries.domain
            and issue.month_start = deliveries.month_start
),

grouped as (
    {% for domain, grouping in {'domain': ', domain', "'all'": ''}.items() -%}
    select
        scope_kind,
        scope_code,
        region_code,
        {{ domain }} as domain,
        month_start,
        sum(received_count) as received_count,
        sum(planned_count) as planned_count,
        bool_and(is_complete) as is_complete,
        {% for name in [
            'major_open_count', 'major_overdue_count', 'found_count', 'open_count', 'overdue_count', 'new_count',
            'closed_count', 'closed_in_month', 'closed_by_deadline', 'due_in_month', 'closed_days_sum', 'reopened_count'
        ] %}
    sum({{ name }}) as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
    from issue_domain_month
    {% if not grouping %}
    where planned_count > 0 or is_complete
    {% endif %}
    group by scope_kind, scope_code, region_code, month_start{{ grouping }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

{% for code, parts in indicators.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    domain,
    month_start,
    case when is_complete then cast({{ parts[0] }} as double) end as numerator,
    {% if parts[1] %}
    case when is_complete then cast({{ parts[1] }} as double) end as denominator,
    {% else %}
    cast(null as double) as denominator,
    {% endif %}
    received_count as covered_count,
    planned_count as total_count,
    is_complete
from grouped
{% if code in ('major_open_count', 'major_overdue_count') %}
where domain <> 'all'
{% endif %}
union all
{% endfor %}
select
    'open_days_median' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    domain,
    month_start,
    cast(open_days_median as double) as numerator,
    cast(null as double) as denominator,
    received_count,
    planned_count,
    is_complete
from issue_domain_month
