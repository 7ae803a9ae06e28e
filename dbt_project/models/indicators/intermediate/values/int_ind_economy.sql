-- One row per yearly indicator of 规上 firms, scope and year: sums over the firms that can be counted, and how many can.
-- Land is the sum of month-ends divided by 12. The indicators below a target exist only where the plan sets one.
{% set indicators = {
    'above_scale_tax_per_mu':
        ('has_tax and has_land', 'tax_contribution_cny', 1, 'land_sqm_months', 12),
    'above_scale_tax_without_cit_per_mu':
        ('has_tax and has_land', 'tax_without_cit_cny', 1, 'land_sqm_months', 12),
    'above_scale_value_added_per_mu':
        ('has_value_added and has_land', 'value_added_cny', 1, 'land_sqm_months', 12),
    'labour_productivity':
        ('has_value_added and has_staff', 'value_added_cny', 1, 'staff_avg_count', 1),
    'below_target_land_share': (
        'is_below_target is not null',
        'case when is_below_target then land_sqm_months else 0 end', 12, 'land_sqm_months', 12
    ),
    'below_target_enterprise_share': (
        'is_below_target is not null',
        'case when is_main and is_below_target then 1 else 0 end', 1, 'case when is_main then 1 else 0 end', 1
    )
} %}
{% for code, parts in indicators.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    '' as domain,
    year_number,
    cast(sum({{ parts[1] }}) filter (where {{ parts[0] }}) as double) / {{ parts[2] }} as numerator,
    cast(sum({{ parts[3] }}) filter (where {{ parts[0] }}) as double) / {{ parts[4] }} as denominator,
    count(*) filter (where is_main and {{ parts[0] }}) as covered_count,
    count(*) filter (where is_main) as total_count
from {{ ref('int_roster_scope_year') }}
group by scope_kind, scope_code, region_code, year_number
{% if code.startswith('below_target') %}
having bool_or(is_below_target is not null)
{% endif %}
{{ 'union all' if not loop.last }}
{% endfor %}
