-- One row per scope, enterprise and year: where an enterprise counts, by the largest part of the land it used that year
-- in the region, without land by the town it is registered in. Once in a region, in at most one town.
with
int_enterprise_leaf as not materialized (select * from {{ ref('int_enterprise_leaf') }}),
int_scope_leaf as not materialized (select * from {{ ref('int_scope_leaf') }})

{% for kind, column in {'area': 'area_code', 'platform': 'platform_id'}.items() %}
select
    scope.scope_kind,
    scope.scope_code,
    scope.region_code,
    leaf.enterprise_id,
    leaf.year_number,
    scope.entry_date
from int_enterprise_leaf as leaf
inner join int_scope_leaf as scope
    on leaf.{{ column }} = scope.leaf_code and leaf.region_code = scope.region_code
where scope.leaf_kind = '{{ kind }}'
{{ 'union all' if not loop.last }}
{% endfor %}
