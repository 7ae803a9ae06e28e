-- One row per governance plan: the acceptance standards of its region in force on the last day of the mart (C7, D7),
-- and which were passed, failed or are open. 不涉及 is not asked for.
with result as (
    {% for standard in ['environment', 'fire', 'safety', 'construction'] %}
    select
        region_code,
        plan_no,
        '{{ standard }}' as standard_code,
        {{ standard }}_acceptance as answer
    from {{ ref('int_plan_current') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

asked as (
    select distinct
        result.region_code,
        result.plan_no,
        result.answer,
        standard.standard_zh
    from result
    cross join (select max(month_end) as status_date from {{ ref('dim_month') }}) as today
    inner join {{ ref('acceptance_standard') }} as standard
        on
            result.region_code = standard.region_code
            and result.standard_code = standard.standard_code
            and {{ in_force('standard', 'today.status_date') }}
    where result.answer is distinct from '不涉及'
)

select
    region_code,
    plan_no,
    string_agg(standard_zh, '、' order by standard_zh) as required_standards,
    string_agg(case when answer = '通过' then standard_zh end, '、' order by standard_zh) as passed_standards,
    string_agg(case when answer = '不通过' then standard_zh end, '、' order by standard_zh) as failed_standards,
    string_agg(case when answer is null then standard_zh end, '、' order by standard_zh) as open_standards
from asked
group by region_code, plan_no
