-- One row per operating enterprise, region whose plan sets 四无, and month: each of the four, three-valued with evidence,
-- and whether enough of them are yes (parameter four_without_minimum).
{% set criteria = ['licence', 'safety', 'premises', 'environment'] %}
with
classification_criterion as (select * from {{ ref('classification_criterion') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_operating_month as (select * from {{ ref('int_operating_month') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),

setting as (
    select
        criterion.region_code,
        month.month_start,
        {% for code in criteria %}
        bool_or(criterion.criterion_code = 'no_{{ code }}') as has_{{ code }},
        {% endfor %}
        {{ joined_texts('criterion.source_document') }} as source_document,
        {{ joined_texts('criterion.clause') }} as clause
    from classification_criterion as criterion
    inner join dim_month as month on {{ in_force('criterion', 'month.month_end') }}
    where criterion.classification = '四无'
    group by criterion.region_code, month.month_start
),

answered as (
    select
        operating.enterprise_id,
        operating.region_code,
        operating.month_start,
        {% for code in criteria %}
        case when setting.has_{{ code }} then {{ code }}.answer else 'not_set' end as four_without_{{ code }},
        case when setting.has_{{ code }} then {{ code }}.evidence end as four_without_{{ code }}_evidence,
        {% endfor %}
        setting.source_document,
        setting.clause
    from int_operating_month as operating
    inner join setting
        on operating.region_code = setting.region_code and operating.month_start = setting.month_start
    {% for code in criteria %}
    inner join {{ ref('int_without_' ~ code) }} as {{ code }}
        on
            operating.enterprise_id = {{ code }}.enterprise_id
            and operating.region_code = {{ code }}.region_code
            and operating.month_start = {{ code }}.month_start
    {% endfor %}
)

select
    answered.*,
    {{ at_least('parameter.number_value', [
        'answered.four_without_licence', 'answered.four_without_safety', 'answered.four_without_premises',
        'answered.four_without_environment'
    ]) }} as is_four_without
from answered
left join shared_policy_parameter as parameter
    on
        answered.region_code = parameter.region_code
        and answered.month_start = parameter.month_start
        and parameter.parameter_code = 'four_without_minimum'
