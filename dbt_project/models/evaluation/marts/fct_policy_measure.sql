-- One row per differential measure (差别化措施, C10 and A16) on an enterprise for an element and period, as told: whether
-- the region's plan names the element, and whether it provides it for the grade of the year the measure rests on.
with
differential_measure as not materialized (select * from {{ ref('differential_measure') }}),
stg_governance__policy_measure as (select * from {{ ref('stg_governance__policy_measure') }}),
shared_enterprise_grade as (select * from {{ ref('shared_enterprise_grade') }}),

planned as (
    select distinct region_code
    from differential_measure
),

judged as (
    select
        measure.*,
        element.element_code,
        element.grades,
        planned.region_code is not null as has_plan,
        grade.grade_used
    from stg_governance__policy_measure as measure
    left join planned on measure.region_code = planned.region_code
    left join differential_measure as element
        on
            measure.region_code = element.region_code
            and measure.element = element.element_zh
            and {{ in_force('element', 'measure.start_date') }}
    left join shared_enterprise_grade as grade
        on
            measure.enterprise_id = grade.enterprise_id
            and measure.region_code = grade.region_code
            and measure.data_year = grade.data_year
)

select
    batch_id || ':' || coalesce(sheet, '') || ':' || line as measure_id,
    enterprise_id,
    county_code,
    county_name,
    town_name,
    measure_no,
    enterprise_name,
    enterprise_uscc,
    element,
    element_code,
    case when not has_plan then 'not_set' when element_code is null then 'no' else 'yes' end as is_in_plan,
    data_year,
    final_grade as stated_grade,
    grade_used,
    case
        when not has_plan then 'not_set'
        when element_code is null then 'no'
        when coalesce(grade_used, final_grade) is null then 'unknown'
        when list_contains(string_split(grades, '、'), coalesce(grade_used, final_grade)) then 'yes'
        else 'no'
    end as is_grade_provided,
    coalesce(final_grade <> grade_used, false) as is_grade_different,
    direction,
    measure,
    quantity,
    quantity_unit,
    amount_cny,
    start_date,
    end_date,
    department_name,
    document_no,
    note,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from judged
