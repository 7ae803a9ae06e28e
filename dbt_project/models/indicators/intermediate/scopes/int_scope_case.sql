-- One row per scope and case that counts in it: once in its region and county, in at most one town and one platform
-- with those above it. The county is the one its list names.
{% for kind, column in {'area': 'area_code', 'platform': 'platform_id'}.items() %}
select
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    leaf.case_kind,
    leaf.case_id,
    scope.entry_date
from {{ ref('int_case_leaf') }} as leaf
inner join {{ ref('int_scope_leaf') }} as scope
    on leaf.{{ column }} = scope.leaf_code and leaf.region_code = scope.region_code
where scope.leaf_kind = '{{ kind }}' and scope.scope_kind <> 'county'
union all
{% endfor %}
select
    'county' as scope_kind,
    leaf.county_code as scope_code,
    leaf.region_code,
    leaf.case_kind,
    leaf.case_id,
    cast(null as date) as entry_date
from {{ ref('int_case_leaf') }} as leaf
inner join {{ ref('int_scope') }} as scope
    on
        scope.scope_kind = 'county'
        and leaf.county_code = scope.scope_code
        and leaf.region_code = scope.region_code
