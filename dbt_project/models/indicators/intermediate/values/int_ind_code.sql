-- One row per coding indicator, scope and month: parcels of 工业用地底数清单 there on the month's last day, how many have a
-- 宗地代码, and how many of those that are not idle have somebody using them. Counts go to the parcel's largest place.
with
dim_parcel as (select * from {{ ref('dim_parcel') }}),
dim_month as (select * from {{ ref('dim_month') }}),
fct_parcel_enterprise as (select * from {{ ref('fct_parcel_enterprise') }}),
int_scope_parcel as (select * from {{ ref('int_scope_parcel') }}),

parcel as (
    select
        dim.parcel_id,
        dim.region_code,
        month.month_start,
        month.month_end,
        dim.land_code is not null as is_coded,
        coalesce(dim.land_status = '闲置', false) as is_idle
    from dim_parcel as dim
    inner join dim_month as month
        on {{ valid_on('dim', 'month.month_end') }}
    where dim.is_registered
),

used as (
    select distinct
        parcel_id,
        month_start
    from fct_parcel_enterprise
    where enterprise_id <> 'NO_ENTERPRISE' and parcel_id <> 'NO_PARCEL' and (land_sqm > 0 or is_land_unknown)
),

scoped as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        parcel.month_start,
        count(*) as parcel_count,
        count(*) filter (where parcel.is_coded) as coded_count,
        count(*) filter (where parcel.is_coded and not parcel.is_idle) as in_use_count,
        count(*) filter (where parcel.is_coded and not parcel.is_idle and used.parcel_id is not null) as bound_count
    from parcel
    inner join int_scope_parcel as scope
        on {{ in_scope_on('parcel', 'scope', 'parcel.month_end') }} and scope.is_main
    left join used on parcel.parcel_id = used.parcel_id and parcel.month_start = used.month_start
    group by scope.scope_kind, scope.scope_code, scope.region_code, parcel.month_start
)

{% for code, parts in {
    'code_coverage_rate': ('coded_count', 'parcel_count'), 'occupant_binding_rate': ('bound_count', 'in_use_count')
}.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    '' as domain,
    month_start,
    cast({{ parts[0] }} as double) as numerator,
    cast({{ parts[1] }} as double) as denominator,
    {{ parts[1] }} as covered_count,
    parcel_count as total_count
from scoped
{{ 'union all' if not loop.last }}
{% endfor %}
