-- One row per scope (region, county, town, platform, phase), domain and month: problems found, closed and open at the
-- month's last day, and what happened in the month; 动态清零 in both readings where the region's plan has it (overdue
-- 重大 = 0, open 重大 = 0). NULL where the registers do not state the month.
{% set stocks = [
    'found_count', 'overdue_count', 'open_ended_count', 'major_found_count', 'major_open_count', 'major_overdue_count'
] %}
{% set flows = [
    'new_count', 'reopened_count', 'closed_in_month', 'closed_days_sum', 'due_in_month', 'closed_by_deadline',
    'illegal_jump_count', 'unaccepted_closed_count'
] %}
with
policy_target as (select * from {{ ref('policy_target') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_issue_month as (select * from {{ ref('int_issue_month') }}),
shared_issue_stated_month as (select * from {{ ref('shared_issue_stated_month') }}),

zero as (
    select distinct
        target.region_code,
        target.domain,
        month.month_start
    from policy_target as target
    inner join dim_month as month
        on {{ in_force('target', 'month.month_end') }}
    where target.indicator_code = 'major_overdue_count'
),

counted as (
    select
        month.scope_kind,
        month.scope_code,
        month.region_code,
        month.domain,
        month.month_start,
        coalesce(stated.is_complete, false) as is_complete,
        {% for name in stocks -%}
        month.{{ name }},
        {% endfor -%}
        month.found_count + month.reopened_count_total - month.closed_count as open_count,
        -- Closed and not reopened since.
        month.closed_count - month.reopened_count_total as closed_count,
        month.new_count,
        month.reopened_count,
        month.closed_in_month,
        month.closed_days_sum,
        month.due_in_month,
        month.closed_by_deadline,
        month.illegal_jump_count,
        month.unaccepted_closed_count,
        month.open_days_median,
        zero.domain is not null as is_zero_domain
    from int_issue_month as month
    left join shared_issue_stated_month as stated
        on
            month.region_code = stated.region_code
            and month.domain = stated.domain
            and month.month_start = stated.month_start
    left join zero
        on
            month.region_code = zero.region_code
            and month.domain = zero.domain
            and month.month_start = zero.month_start
)

select
    scope_kind,
    scope_code,
    region_code,
    domain,
    month_start,
    is_complete,
    {% for name in stocks + ['open_count', 'closed_count'] + flows -%}
    case when is_complete then cast({{ name }} as bigint) end as {{ name }},
    {% endfor -%}
    case when is_complete then open_days_median end as open_days_median,
{% for name, count in {'zero_overdue': 'major_overdue_count', 'zero_open': 'major_open_count'}.items() -%}
case
    when not is_zero_domain then 'not_set'
    when not is_complete then 'unknown'
    when {{ count }} = 0 then 'yes'
    else 'no'
end as {{ name }}{{ ',' if not loop.last }}
{% endfor -%}
from counted
