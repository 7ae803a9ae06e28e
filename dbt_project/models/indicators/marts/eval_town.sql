-- One row per town and data year that has ended: the parts of the yearly assessment of towns (P9) that can be worked
-- out, and its score where the county has given weights (eval_town_weight); without them the state is no_scheme.
with
fct_issue_month as (select * from {{ ref('fct_issue_month') }}),
int_eval_place as (select * from {{ ref('int_eval_place') }}),
eval_town_weight as (select * from {{ ref('eval_town_weight') }}),

issue as (
    select
        month.scope_code as town_code,
        month.region_code,
        cast(year(month.month_start) as integer) as data_year,
        bool_and(month.is_complete) as is_complete,
        sum(month.found_count) as found_count,
        sum(month.closed_count) as closed_count,
        sum(month.overdue_count) as overdue_count,
        sum(month.major_open_count) as major_open_count
    from fct_issue_month as month
    where month.scope_kind = 'town' and month(month.month_start) = 12
    group by month.scope_code, month.region_code, cast(year(month.month_start) as integer)
),

measured as (
    select
        place.*,
        case when issue.is_complete then issue.found_count end as found_count,
        case when issue.is_complete then issue.closed_count end as closed_count,
        case when issue.is_complete then issue.overdue_count end as overdue_count,
        case when issue.is_complete then issue.major_open_count end as major_open_count
    from int_eval_place as place
    left join issue
        on
            place.scope_code = issue.town_code
            and place.region_code = issue.region_code
            and place.data_year = issue.data_year
    where place.scope_kind = 'town'
),

component as (
    select
        measured.scope_code,
        measured.data_year,
        weight.component_code,
        weight.component_zh,
        weight.weight,
        case weight.component_code
            when 'tax_wan_cny_per_mu'
                then case
                    when measured.tax_unknown_count = 0
                        then {{ wan_cny_per_mu_of_land('measured.tax_cny', 'measured.land_sqm') }}
                end
            when 'issue_closed_share'
                then cast(measured.closed_count as double) / nullif(cast(measured.found_count as double), 0)
            when 'not_last_grade_share'
                then 1 - cast(measured.grade_d_count as double) / nullif(cast(measured.graded_count as double), 0)
        end / weight.full_value as reached
    from measured
    inner join eval_town_weight as weight
        on measured.region_code = weight.region_code and {{ holds_for_year('weight', 'measured.data_year') }}
),

scored as (
    select
        scope_code,
        data_year,
        string_agg(component_zh, '、' order by component_code) filter (where reached is null) as missing_zh,
        sum(cast(round(weight * greatest(least(reached, 1), 0), 4) as decimal(18, 6))) as score
    from component
    group by scope_code, data_year
)

select
    measured.scope_code as town_code,
    measured.scope_zh as town_name,
    measured.region_code,
    measured.data_year,
    measured.tax_cny,
    measured.land_sqm as evaluated_land_sqm,
    cast(measured.tax_unknown_count as integer) as tax_unknown_count,
    {% for count in [
        'enterprise', 'graded', 'grade_a', 'grade_b', 'grade_c', 'grade_d', 'found', 'closed', 'overdue', 'major_open'
    ] %}
    cast(measured.{{ count }}_count as integer) as {{ count }}_count,
    {% endfor %}
    case
        when scored.scope_code is null then 'no_scheme'
        when scored.missing_zh is not null then 'not_evaluable'
        else 'scored'
    end as evaluation_state,
    scored.missing_zh,
    case when scored.missing_zh is null then cast(scored.score as decimal(28, 6)) end as score
from measured
left join scored on measured.scope_code = scored.scope_code and measured.data_year = scored.data_year
