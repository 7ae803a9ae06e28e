-- One row per scope, domain and month with open problems: the median of their days since found at the month's last day.
with calendar as (
    select
        min(month_start) as first_month,
        max(month_start) as last_month
    from {{ ref('dim_month') }}
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
    from {{ ref('shared_issue_span') }} as span
    cross join calendar
)

select
    scope.scope_kind,
    scope.scope_code,
    open_month.domain,
    open_month.month_start,
    count(*) as open_count,
    cast(median(last_day(open_month.month_start) - open_month.found_date) as decimal(18, 1)) as open_days_median
from open_month
inner join {{ ref('int_scope_issue') }} as scope on open_month.issue_id = scope.issue_id
group by scope.scope_kind, scope.scope_code, open_month.domain, open_month.month_start
