-- Invariant 5: of one rule, one version is in force on any day; two would count twice or hide each other.
{% set keys = {
    'tax_type': ['region_code', 'tax_type'],
    'indicator': ['indicator_code'],
    'delivery_plan': ['list_code', 'region_code', 'part', 'frequency']
} %}
{% for seed, columns in keys.items() -%}
select
    '{{ seed }}' as seed_name,
    concat_ws('|', {{ columns | join(', ') }}) as rule_key,
    valid_from
from (
    select
        *,
        lead(valid_from) over (partition by {{ columns | join(', ') }} order by valid_from asc) as next_from
    from {{ ref(seed) }}
) as {{ seed }}_version
where next_from is not null and coalesce(valid_to >= next_from, true)
{{ 'union all' if not loop.last }}
{% endfor %}
