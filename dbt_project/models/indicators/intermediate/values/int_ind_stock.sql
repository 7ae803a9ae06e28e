-- One row per indicator, scope, group (domain) and month of things listed and later closed: open items of 落后产能, and
-- illegal floor area found, removed and left by the month's end, by how it is removed ('' = together, also where no way
-- is told).
with
shared_outdated_item as (select * from {{ ref('shared_outdated_item') }}),
fct_issue as not materialized (select * from {{ ref('fct_issue') }}),
int_scope_case as (select * from {{ ref('int_scope_case') }}),
indicator as (select * from {{ ref('indicator') }}),
int_scope as (select * from {{ ref('int_scope') }}),
dim_month as (select * from {{ ref('dim_month') }}),

item as (
    select
        'outdated_capacity_open_count' as indicator_code,
        'outdated' as case_kind,
        item_id as case_id,
        cast(null as varchar) as domain,
        last_day(coalesce(listed_date, period_start)) as from_month_end,
        last_day(closed_date) as to_month_end,
        1 as amount
    from shared_outdated_item
    {% for code, column, day, ending in [
        ('illegal_area_found_sqm', 'illegal_area_sqm', 'found_date', 'cast(null as date)'),
        ('illegal_area_removed_sqm', 'disposed_area_sqm', 'coalesce(finished_date, closed_date)', 'cast(null as date)'),
        ('illegal_area_left_sqm', 'illegal_area_sqm', 'found_date', 'closed_date'),
        ('illegal_area_left_sqm', '-least(disposed_area_sqm, illegal_area_sqm)', 'finished_date', 'closed_date')
    ] %}
    union all
    select
        '{{ code }}',
        'issue',
        issue_id,
        disposal,
        last_day({{ day }}),
        last_day({{ ending }}),
        {{ column }}
    from fct_issue
    where domain = 'illegal_construction' and {{ column }} is not null and {{ day }} is not null
    {% endfor %}
),

spread as (
    select
        item.indicator_code,
        scope.scope_kind,
        scope.scope_code,
        item.domain,
        item.from_month_end,
        coalesce(item.to_month_end, cast('9999-12-31' as date)) as to_month_end,
        sum(item.amount) as amount
    from item
    inner join int_scope_case as scope
        on item.case_kind = scope.case_kind and item.case_id = scope.case_id
    group by all
),

-- Every item also counts together with all others.
counted as (
    select *
    from spread
    where domain is not null
    union all
    select * replace ('' as domain)
    from spread
),

breakdown as (
    select
        indicator_code,
        domain
    from item
    where domain is not null
    union
    select
        indicator_code,
        '' as domain
    from indicator
    where indicator_code = 'outdated_capacity_open_count' or indicator_code like 'illegal_area_%'
)

select
    breakdown.indicator_code,
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    breakdown.domain,
    month.month_start,
    cast(coalesce(sum(counted.amount), 0) as double) as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as covered_count,
    cast(null as bigint) as total_count
from int_scope as scope
cross join dim_month as month
cross join breakdown
left join counted
    on
        breakdown.indicator_code = counted.indicator_code
        and scope.scope_kind = counted.scope_kind
        and scope.scope_code = counted.scope_code
        and breakdown.domain = counted.domain
        and month.month_end >= counted.from_month_end
        and month.month_end < counted.to_month_end
group by
    breakdown.indicator_code, scope.scope_kind, scope.scope_code, scope.region_code, breakdown.domain, month.month_start
