-- One row per band indicator, scope, band (domain: tier, 'none' above all tiers, 'last_grade', else why it cannot be
-- judged) and data year: enterprises and parcels in it, their land, and the share of 亩均低效 among those judged.
-- Only where the region's plan sets bands.
with
int_gov_scope as (select * from {{ ref('int_gov_scope') }}),

judged as (
    select
        *,
        case when evaluable_state = 'evaluable' then coalesce(tier_code, 'none') else evaluable_state end as band
    from int_gov_scope
    where is_low_efficiency <> 'not_set'
),

banded as (
    select
        scope_kind,
        scope_code,
        region_code,
        object_kind,
        data_year,
        band,
        count(*) filter (where is_main) as object_count,
        sum(land_sqm_months) as land_sqm_months
    from judged
    group by scope_kind, scope_code, region_code, object_kind, data_year, band
    union all
    select
        scope_kind,
        scope_code,
        region_code,
        object_kind,
        data_year,
        'last_grade',
        count(*) filter (where is_main and is_last_grade),
        sum(land_sqm_months) filter (where is_last_grade)
    from judged
    where object_kind = 'enterprise'
    group by scope_kind, scope_code, region_code, object_kind, data_year
),

judged_count as (
    select
        scope_kind,
        scope_code,
        object_kind,
        data_year,
        count(*) filter (where is_main and evaluable_state = 'evaluable') as covered_count,
        count(*) filter (where is_main) as total_count
    from judged
    group by scope_kind, scope_code, object_kind, data_year
)

{% for kind in ['enterprise', 'parcel'] %}
{% for code, parts in {'count': ('object_count', 1), 'land_mu': ('land_sqm_months', 12)}.items() %}
select
    'tier_{{ kind }}_{{ code }}' as indicator_code,
    banded.scope_kind,
    banded.scope_code,
    banded.region_code,
    banded.band as domain,
    banded.data_year as year_number,
    cast(banded.{{ parts[0] }} as double) / {{ parts[1] }} as numerator,
    cast(null as double) as denominator,
    judged_count.covered_count,
    judged_count.total_count
from banded
inner join judged_count
    on
        banded.scope_kind = judged_count.scope_kind
        and banded.scope_code = judged_count.scope_code
        and banded.object_kind = judged_count.object_kind
        and banded.data_year = judged_count.data_year
where banded.object_kind = '{{ kind }}'
union all
{% endfor %}
{% for code, parts in {
    'share': ('case when is_main then 1 else 0 end', 1), 'land_share': ('land_sqm_months', 12)
}.items() %}
select
    'low_efficiency_{{ kind }}_{{ code }}',
    scope_kind,
    scope_code,
    region_code,
    '',
    data_year,
    cast(coalesce(sum({{ parts[0] }}) filter (where is_low_efficiency = 'yes'), 0) as double) / {{ parts[1] }},
    cast(sum({{ parts[0] }}) filter (where is_low_efficiency in ('yes', 'no')) as double) / {{ parts[1] }},
    count(*) filter (where is_main and is_low_efficiency in ('yes', 'no')),
    count(*) filter (where is_main)
from judged
where object_kind = '{{ kind }}'
group by scope_kind, scope_code, region_code, data_year
{{ 'union all' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{% endfor %}
