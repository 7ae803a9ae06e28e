-- One row per yearly indicator, scope and year: sums over the roster's enterprises that can be counted, and how
-- many can.
with scoped as (
    select
        'region' as scope_kind,
        region_code as scope_code,
        *
    from {{ ref('int_roster_year') }}
    union all
    select
        'county' as scope_kind,
        county_code as scope_code,
        *
    from {{ ref('int_roster_year') }}
    where county_code is not null
),

counted as (
    select
        *,
        coalesce(land_sqm_months > 0 and not is_land_unknown, false) as has_land,
        coalesce(tax_state in ('paid', 'zero'), false) as has_tax,
        coalesce(staff_avg_count > 0, false) as has_staff,
        value_added_cny is not null as has_value_added
    from scoped
)

{% for code, parts in {
    'above_scale_tax_per_mu': ('has_tax and has_land', 'tax_contribution_cny', 'land_sqm_months'),
    'above_scale_value_added_per_mu': ('has_value_added and has_land', 'value_added_cny', 'land_sqm_months'),
    'labour_productivity': ('has_value_added and has_staff', 'value_added_cny', 'staff_avg_count')
}.items() %}
select
    '{{ code }}' as indicator_code,
    scope_kind,
    scope_code,
    region_code,
    year_number,
    sum({{ parts[1] }}) filter (where {{ parts[0] }}) as numerator,
    sum({{ parts[2] }}) filter (where {{ parts[0] }}) as denominator,
    count(*) filter (where {{ parts[0] }}) as covered_count,
    count(*) as total_count
from counted
group by scope_kind, scope_code, region_code, year_number
{{ 'union all' if not loop.last }}
{% endfor %}
