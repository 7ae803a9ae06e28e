-- One row per scope and month: land released since the plan's first day (docs/readings.md 7: each ㎡ of a parcel once,
-- up to its area), summed to the month's end. A parcel across places by its area shares, to the last unit, where it
-- lies by the newest period known, whatever the day of the act: parcels move only by a change of the map.
with
policy_target as (select * from {{ ref('policy_target') }}),
fct_land_release as (select * from {{ ref('fct_land_release') }}),
int_parcel_leaf as (select * from {{ ref('int_parcel_leaf') }}),
int_scope_leaf as not materialized (select * from {{ ref('int_scope_leaf') }}),
int_scope as (select * from {{ ref('int_scope') }}),
dim_month as (select * from {{ ref('dim_month') }}),

since as (
    select
        region_code,
        min(from_date) as from_date
    from policy_target
    where indicator_code = 'released_land_mu'
    group by region_code
),

fact as (
    select
        act.batch_id,
        act.sheet,
        act.line,
        act.parcel_id,
        act.region_code,
        act.county_code,
        act.release_date,
        last_day(act.release_date) as month_end,
        act.counted_area_sqm
    from fct_land_release as act
    left join since on act.region_code = since.region_code
    where act.counted_area_sqm > 0 and coalesce(act.release_date >= since.from_date, true)
),

place_today as (
    select
        parcel_id,
        leaf_kind,
        leaf_code,
        region_code,
        cast(null as date) as valid_from_date,
        cast(null as date) as valid_to_date,
        area_share,
        is_main
    from int_parcel_leaf
    qualify rank() over (partition by parcel_id, leaf_kind order by valid_from_date desc nulls last) = 1
),

{% for kind in ['area', 'platform'] %}
{{ kind }}_today as (
    select *
    from place_today
    where leaf_kind = '{{ kind }}'
),

{{ kind }}_part as (
    {{ by_scope(
        'fact', kind ~ '_today', 'leaf_code', 'fact.release_date',
        ['batch_id', 'sheet', 'line', 'parcel_id', 'region_code', 'month_end'], {'counted_area_sqm': 4}
    ) }}
),
{% endfor %}

scoped as (
    {% for kind in ['region', 'county'] %}
    select
        '{{ kind }}' as scope_kind,
        {{ kind }}_code as scope_code,
        month_end,
        counted_area_sqm
    from fact
    union all
    {% endfor %}
    {% for kind in ['area', 'platform'] %}
    select
        scope.scope_kind,
        scope.scope_code,
        part.month_end,
        part.counted_area_sqm
    from {{ kind }}_part as part
    inner join int_scope_leaf as scope
        on part.leaf_code = scope.leaf_code and part.region_code = scope.region_code
    where scope.leaf_kind = '{{ kind }}' and scope.scope_kind in ('town', 'platform', 'phase')
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

monthly as (
    select
        scope_kind,
        scope_code,
        month_end,
        sum(counted_area_sqm) as counted_area_sqm
    from scoped
    group by scope_kind, scope_code, month_end
)

select
    'released_land_mu' as indicator_code,
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    '' as domain,
    month.month_start,
    cast(coalesce(sum(monthly.counted_area_sqm), 0) as double) as numerator,
    cast(null as double) as denominator,
    count(monthly.month_end) as covered_count,
    count(monthly.month_end) as total_count
from int_scope as scope
cross join dim_month as month
left join monthly
    on
        scope.scope_kind = monthly.scope_kind
        and scope.scope_code = monthly.scope_code
        and month.month_end >= monthly.month_end
group by scope.scope_kind, scope.scope_code, scope.region_code, month.month_start
