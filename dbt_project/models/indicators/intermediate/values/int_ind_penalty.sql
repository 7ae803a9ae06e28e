-- One row per penalty indicator, scope, domain ('' = together, also of no domain) and month: decisions not revoked and
-- their fines by the month decided, 三停 decided, and those in force on the month's last day.
with
fct_penalty as (select * from {{ ref('fct_penalty') }}),
int_scope_case as not materialized (select * from {{ ref('int_scope_case') }}),
shared_three_stop as (select * from {{ ref('shared_three_stop') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
issue_domain as (select * from {{ ref('issue_domain') }}),
int_scope as not materialized (select * from {{ ref('int_scope') }}),

event as (
    select
        penalty_id,
        domain,
        last_day(decided_date) as month_end,
        counted_fine_cny,
        is_three_stop
    from fct_penalty
    where not is_revoked
),

spread as (
    select
        scope.scope_kind,
        scope.scope_code,
        event.month_end,
        event.domain,
        count(*) as penalty_count,
        sum(event.counted_fine_cny) as penalty_fine_cny,
        count(*) filter (where event.is_three_stop) as three_stop_count
    from event
    inner join int_scope_case as scope
        on scope.case_kind = 'penalty' and event.penalty_id = scope.case_id
    group by scope.scope_kind, scope.scope_code, event.month_end, event.domain
),

live as (
    select
        scope.scope_kind,
        scope.scope_code,
        month.month_end,
        stop.domain,
        count(*) as three_stop_live_count
    from shared_three_stop as stop
    inner join dim_month as month
        on stop.from_date <= month.month_end and coalesce(stop.lifted_date > month.month_end, true)
    inner join int_scope_case as scope
        on scope.case_kind = 'penalty' and stop.penalty_id = scope.case_id
    group by scope.scope_kind, scope.scope_code, month.month_end, stop.domain
),

-- Every case also counts together with all others.
{% for source in ['spread', 'live'] %}
{{ source }}_counted as (
    select *
    from {{ source }}
    where domain is not null
    union all
    select * replace ('' as domain)
    from {{ source }}
),

{% endfor %}
domain as (
    select domain
    from issue_domain
    union
    select '' as domain
)

{% for code, source in {
    'penalty_count': 'spread', 'penalty_fine_cny': 'spread', 'three_stop_count': 'spread',
    'three_stop_live_count': 'live'
}.items() %}
select
    '{{ code }}' as indicator_code,
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    domain.domain,
    month.month_start,
    cast(coalesce(sum(src.{{ code }}), 0) as double) as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as covered_count,
    cast(null as bigint) as total_count
from int_scope as scope
cross join dim_month as month
cross join domain
left join {{ source }}_counted as src
    on
        scope.scope_kind = src.scope_kind
        and scope.scope_code = src.scope_code
        and month.month_end = src.month_end
        and domain.domain = src.domain
group by scope.scope_kind, scope.scope_code, scope.region_code, domain.domain, month.month_start
{{ 'union all' if not loop.last }}
{% endfor %}
