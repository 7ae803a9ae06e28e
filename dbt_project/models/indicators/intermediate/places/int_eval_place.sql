-- One row per platform, town or kind of park (scope_kind platform_kind) and data year that has ended: tax and evaluated
-- land of its parcels by area share, the firms that count there and how many hold which grade (a kind has none).
{% set measures = {'tax_cny': 2, 'land_sqm': 4} %}
with
fct_parcel_enterprise_year as (select * from {{ ref('fct_parcel_enterprise_year') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_scope_leaf as not materialized (select * from {{ ref('int_scope_leaf') }}),
dim_platform as (select * from {{ ref('dim_platform') }}),
int_scope as (select * from {{ ref('int_scope') }}),
int_scope_enterprise as (select * from {{ ref('int_scope_enterprise') }}),
shared_enterprise_grade as (select * from {{ ref('shared_enterprise_grade') }}),
shared_eval_year as (select * from {{ ref('shared_eval_year') }}),

fact as (
    select
        year_fact.parcel_id,
        year_fact.enterprise_id,
        parcel.region_code,
        year_fact.year_number,
        make_date(year_fact.year_number, 12, 31) as year_end,
        year_fact.tax_cny,
        year_fact.land_evaluated_sqm as land_sqm,
        year_fact.tax_cny is null and year_fact.enterprise_id <> 'NO_ENTERPRISE' as is_tax_unknown
    from fct_parcel_enterprise_year as year_fact
    inner join shared_parcel as parcel on year_fact.parcel_id = parcel.parcel_id
    where year_fact.land_evaluated_sqm is not null
),

{% for kind in ['area', 'platform'] %}
{% set bridge = "(select * from " ~ ref('int_parcel_leaf_year') ~ " where leaf_kind = '" ~ kind ~ "')" %}
{{ kind }}_part as (
    {{ by_scope(
        'fact', bridge, 'leaf_code', 'fact.year_end',
        ['parcel_id', 'enterprise_id', 'region_code', 'year_number', 'is_tax_unknown'], measures
    ) }}
),
{% endfor %}

part as (
    {% for kind in ['area', 'platform'] %}
    select
        '{{ kind }}' as leaf_kind,
        leaf_code,
        region_code,
        year_number as data_year,
        cast(sum(tax_cny) as decimal(18, 2)) as tax_cny,
        cast(sum(land_sqm) as decimal(18, 4)) as land_sqm,
        count(*) filter (where is_tax_unknown and is_main) as tax_unknown_count
    from {{ kind }}_part
    group by leaf_code, region_code, year_number
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A parcel counts once among the parks of a kind, however they nest.
place_leaf as (
    select
        scope_kind,
        scope_code,
        region_code,
        leaf_kind,
        leaf_code
    from int_scope_leaf
    where scope_kind in ('platform', 'town')
    union
    select
        'platform_kind',
        dim.platform_kind,
        scope.region_code,
        scope.leaf_kind,
        scope.leaf_code
    from int_scope_leaf as scope
    inner join dim_platform as dim on scope.scope_code = dim.platform_id
    where scope.scope_kind = 'platform'
),

place as (
    select
        scope_kind,
        scope_code,
        scope_zh,
        region_code
    from int_scope
    where scope_kind in ('platform', 'town')
    union all
    select distinct
        scope_kind,
        scope_code,
        scope_code as scope_zh,
        region_code
    from place_leaf
    where scope_kind = 'platform_kind'
),

summed as (
    select
        leaf.scope_kind,
        leaf.scope_code,
        leaf.region_code,
        part.data_year,
        cast(sum(part.tax_cny) as decimal(18, 2)) as tax_cny,
        cast(sum(part.land_sqm) as decimal(18, 4)) as land_sqm,
        sum(part.tax_unknown_count) as tax_unknown_count
    from part
    inner join place_leaf as leaf
        on part.leaf_kind = leaf.leaf_kind and part.leaf_code = leaf.leaf_code and part.region_code = leaf.region_code
    group by leaf.scope_kind, leaf.scope_code, leaf.region_code, part.data_year
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
    from int_scope_enterprise as scope
    left join shared_enterprise_grade as grade
        on
            scope.enterprise_id = grade.enterprise_id and scope.region_code = grade.region_code
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
from place
inner join shared_eval_year as year on place.region_code = year.region_code
{% for name in ['summed', 'firm'] %}
left join {{ name }}
    on
        place.scope_kind = {{ name }}.scope_kind and place.scope_code = {{ name }}.scope_code
        and place.region_code = {{ name }}.region_code and year.data_year = {{ name }}.data_year
{% endfor %}
