-- One row per indicator of problems, scope, domain ('all' = together) and month, with how many planned deliveries are
-- behind it. A rate over domains is known only where every domain is.
with deliveries as (
    select
        plan.region_code,
        domain.domain,
        month.month_start,
        count(*) filter (where plan.status in ('received', 'late', 'nil')) as received_count,
        count(*) as planned_count
    from {{ ref('dq_completeness') }} as plan
    inner join {{ ref('issue_domain') }} as domain on plan.list_code = domain.list_code
    inner join {{ ref('dim_month') }} as month on plan.window_start <= month.month_end
    where plan.status <> 'unplanned'
    group by plan.region_code, domain.domain, month.month_start
),

issue_domain_month as (
    select
        issue.*,
        coalesce(deliveries.received_count, 0) as received_count,
        coalesce(deliveries.planned_count, 0) as planned_count
    from {{ ref('fct_issue_month') }} as issue
    left join deliveries
        on
            issue.region_code = deliveries.region_code
            and issue.domain = deliveries.domain
            and issue.month_start = deliveries.month_start
)

{% for code in ['major_open_count', 'major_overdue_count'] -%}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    domain,
    month_start,
    cast({{ code }} as double) as numerator,
    cast(null as double) as denominator,
    received_count as covered_count,
    planned_count as total_count,
    is_complete
from issue_domain_month
union all
{% endfor -%}
{% for domain, grouping in {'domain': ', domain', "'all'": ''}.items() -%}
select
    'rectification_rate',
    scope_kind,
    scope_code,
    region_code,
    {{ domain }},
    month_start,
    case when bool_and(is_complete) then cast(sum(closed_count) as double) end,
    case when bool_and(is_complete) then cast(sum(found_count) as double) end,
    sum(received_count),
    sum(planned_count),
    bool_and(is_complete)
from issue_domain_month
group by scope_kind, scope_code, region_code, month_start{{ grouping }}
{{ 'union all' if not loop.last }}
{% endfor %}
