-- One row per classification indicator, scope, criterion (domain; '' = the classification) and status month of a data
-- year: how many are in it, and of a parcel's the land. Who could not be judged is not covered; where the region's plan
-- does not have the classification there is no row.
{% set criteria = {
    'four_without': ('enterprise', 'is_four_without', 'four_without_', ['licence', 'safety', 'premises', 'environment']),
    'low_scattered_enterprise': (
        'enterprise', 'is_low_scattered', 'low_scattered_',
        ['environment', 'safety', 'fire', 'illegal_construction', 'other']
    ),
    'low_scattered_parcel': (
        'parcel', 'is_low_scattered', 'low_scattered_', ['environment', 'safety', 'fire', 'illegal_construction', 'other']
    ),
    'collective_parcel': ('parcel', 'is_collective_target', 'collective_', [
        'no_land_procedure', 'low_land_use', 'old_building', 'large_hazard', 'loose_management', 'many_petitions', 'other'
    ])
} %}
with
int_gov_scope as not materialized (select * from {{ ref('int_gov_scope') }}),

answer as (
    {% for classification, parts in criteria.items() %}
    {% for code in [''] + parts[3] %}
    {% set column = parts[2] ~ code if code else parts[1] %}
    select
        '{{ classification }}' as classification,
        scope_kind,
        scope_code,
        region_code,
        '{{ code }}' as domain,
        status_date,
        object_kind,
        count(*) filter (where is_main and {{ column }} = 'yes') as yes_count,
        sum(land_sqm_months) filter (where {{ column }} = 'yes') as yes_sqm_months,
        count(*) filter (where is_main and {{ column }} in ('yes', 'no')) as covered_count,
        count(*) filter (where is_main) as total_count
    from int_gov_scope
    where object_kind = '{{ parts[0] }}' and {{ column }} <> 'not_set'
    group by scope_kind, scope_code, region_code, status_date, object_kind
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
    union all
    select
        'key_supervised',
        scope_kind,
        scope_code,
        region_code,
        '',
        status_date,
        object_kind,
        count(*) filter (where is_key_supervised),
        null,
        count(*),
        count(*)
    from int_gov_scope
    where object_kind = 'enterprise'
    group by scope_kind, scope_code, region_code, status_date, object_kind
)

{% for code, parts in {
    '_count': ('yes_count', 1, ''), '_land_mu': ('coalesce(yes_sqm_months, 0)', 12, "where object_kind = 'parcel'")
}.items() %}
select
    classification || '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    domain,
    cast(date_trunc('month', status_date) as date) as month_start,
    cast({{ parts[0] }} as double) / {{ parts[1] }} as numerator,
    cast(null as double) as denominator,
    covered_count,
    total_count
from answer
{{ parts[2] }}
{{ 'union all' if not loop.last }}
{% endfor %}
