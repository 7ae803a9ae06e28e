-- One row per platform or park and data year that has ended: what the evaluation of parks and 特色小镇 (A17, O4) goes by,
-- and its points where the county has given its scheme (eval_park_point); without one the state is no_scheme.
with
int_eval_park as not materialized (select * from {{ ref('int_eval_park') }}),
eval_park_point as (select * from {{ ref('eval_park_point') }}),

pointed as (
    select
        park.platform_id,
        park.data_year,
        point.component_code,
        point.component_zh,
        case point.component_code
            when 'tax_coefficient' then park.tax_coefficient
            when 'star_rating' then park.star_rating
            when 'missing_month_count' then park.missing_month_count
        end as component_value,
        point.value_from,
        point.points
    from int_eval_park as park
    inner join eval_park_point as point
        on
            park.region_code = point.region_code
            and park.platform_kind = point.platform_kind
            and {{ holds_for_year('point', 'park.data_year') }}
),

component as (
    select
        platform_id,
        data_year,
        component_code,
        component_zh,
        component_value,
        coalesce(max_by(points, value_from) filter (where component_value >= value_from), 0) as points
    from pointed
    group by platform_id, data_year, component_code, component_zh, component_value
),

summed as (
    select
        platform_id,
        data_year,
        sum(points) as points,
        string_agg(component_zh, '、' order by component_code) filter (where component_value is null) as missing_zh
    from component
    group by platform_id, data_year
)

select
    park.platform_id,
    park.platform_name,
    park.platform_kind,
    park.region_code,
    park.county_code,
    park.data_year,
    park.tax_cny,
    park.land_sqm as evaluated_land_sqm,
    cast(park.tax_unknown_count as integer) as tax_unknown_count,
    park.kind_tax_cny,
    park.kind_land_sqm,
    park.tax_coefficient,
    cast(park.star_rating as integer) as star_rating,
    park.missing_month_count,
    {% for count in ['enterprise', 'graded', 'grade_a', 'grade_b', 'grade_c', 'grade_d'] %}
    cast(park.{{ count }}_count as integer) as {{ count }}_count,
    {% endfor %}
    case
        when summed.platform_id is null then 'no_scheme'
        when summed.missing_zh is not null then 'not_evaluable'
        else 'scored'
    end as evaluation_state,
    summed.missing_zh,
    case when summed.missing_zh is null then cast(summed.points as decimal(28, 6)) end as score
from int_eval_park as park
left join summed on park.platform_id = summed.platform_id and park.data_year = summed.data_year
