-- One row per platform or town and data year that has ended: tax and evaluated land of its parcels, the firms that
-- count there and how many hold which grade (the published one where there is one).
with summed as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        part.data_year,
        cast(sum(part.tax_cny) as decimal(18, 2)) as tax_cny,
        cast(sum(part.land_sqm) as decimal(18, 4)) as land_sqm,
        sum(part.tax_unknown_count) as tax_unknown_count
    from {{ ref('int_eval_place_part') }} as part
    inner join {{ ref('int_scope_leaf') }} as scope
        on
            part.leaf_kind = scope.leaf_kind
            and part.leaf_code = scope.leaf_code
            and part.region_code = scope.region_code
    where scope.scope_kind in ('platform', 'town')
    group by scope.scope_kind, scope.scope_code, scope.region_code, part.data_year
),

firm as (
    select
        scope.scope_kind,
        scope.scope_code,
        scope.region_code,
        scope.year_number as data_year,
        count(*) as enterprise_count,
        count(*) filter (where grade.grade_used in ('A', 'B', 'C', 'D')) as graded_count,
    {% for letter in ['A', 'B', 'C', 'D'] %}
    count(*) filter (where grade.grade_used = '{{ letter }}')
        as grade_{{ letter | lower }}_count{{ ',' if not loop.last }}
    {% endfor %}
    from {{ ref('int_scope_enterprise') }} as scope
    left join {{ ref('shared_enterprise_grade') }} as grade
        on
            scope.enterprise_id = grade.enterprise_id
            and scope.region_code = grade.region_code
            and scope.year_number = grade.data_year
    where scope.scope_kind in ('platform', 'town')
    group by scope.scope_kind, scope.scope_code, scope.region_code, scope.year_number
)

select
    place.scope_kind,
    place.scope_code,
    place.scope_zh,
    place.region_code,
    year.data_year,
    summed.tax_cny,
    summed.land_sqm,
    coalesce(summed.tax_unknown_count, 0) as tax_unknown_count,
{% for count in ['enterprise', 'graded', 'grade_a', 'grade_b', 'grade_c', 'grade_d'] %}
coalesce(firm.{{ count }}_count, 0) as {{ count }}_count{{ ',' if not loop.last }}
{% endfor %}
from {{ ref('int_scope') }} as place
inner join {{ ref('shared_eval_year') }} as year on place.region_code = year.region_code
{% for name in ['summed', 'firm'] %}
left join {{ name }}
    on
        place.scope_kind = {{ name }}.scope_kind
        and place.scope_code = {{ name }}.scope_code
        and place.region_code = {{ name }}.region_code
        and year.data_year = {{ name }}.data_year
{% endfor %}
where place.scope_kind in ('platform', 'town')
