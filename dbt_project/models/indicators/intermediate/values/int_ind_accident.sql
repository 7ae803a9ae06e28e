-- One row per accident indicator, scope and year: 生产安全事故 inside the target's scope, those 较大 or worse, their deaths,
-- all accidents beside, and the change against the year before (NULL where that was 0).
with
fct_accident as (select * from {{ ref('fct_accident') }}),
int_scope_case as (select * from {{ ref('int_scope_case') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_scope as (select * from {{ ref('int_scope') }}),

counted as (
    select
        scope.scope_kind,
        scope.scope_code,
        cast(year(accident.occurred_date) as integer) as year_number,
        count(*) filter (where accident.is_in_scope = 'yes') as accident_count,
        count(*) filter (where accident.is_in_scope = 'yes' and accident.is_serious) as major_accident_count,
        sum(accident.deaths_count) filter (where accident.is_in_scope = 'yes') as accident_death_count,
        count(*) as accident_all_count
    from fct_accident as accident
    inner join int_scope_case as scope
        on scope.case_kind = 'accident' and accident.accident_id = scope.case_id
    group by scope.scope_kind, scope.scope_code, cast(year(accident.occurred_date) as integer)
),

year as (
    select distinct year_number
    from dim_month
),

yearly as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        year.year_number,
    {% for name in ['accident_count', 'major_accident_count', 'accident_death_count', 'accident_all_count'] %}
    coalesce(counted.{{ name }}, 0) as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
    from int_scope as scope
    cross join year
    left join counted
        on
            scope.scope_kind = counted.scope_kind
            and scope.scope_code = counted.scope_code
            and year.year_number = counted.year_number
)

{% for code in ['accident_count', 'major_accident_count', 'accident_death_count', 'accident_all_count'] %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    '' as domain,
    year_number,
    cast({{ code }} as double) as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as covered_count,
    cast(null as bigint) as total_count
from yearly
union all
{% endfor %}
select
    'major_accident_change' as indicator_code,
    yearly.scope_kind,
    yearly.scope_code,
    yearly.region_code,
    '' as domain,
    yearly.year_number,
    cast(yearly.major_accident_count - before.major_accident_count as double) as numerator,
    cast(before.major_accident_count as double) as denominator,
    cast(null as bigint) as covered_count,
    cast(null as bigint) as total_count
from yearly
inner join yearly as before
    on
        yearly.scope_kind = before.scope_kind
        and yearly.scope_code = before.scope_code
        and yearly.year_number = before.year_number + 1
