{#
  Query, one row per enterprise, region and month with a grade in force at the month's end: of several the newest
  evaluated year. A month goes by the grade in force in it, which is seldom that of the month's data year
  (docs/readings.md 3). Usage: `grade as ({{ grade_in_force() }})`.
#}
{% macro grade_in_force() -%}
    select
        enterprise_id,
        region_code,
        month_start,
        data_year as grade_data_year,
        grade_used,
        is_last_grade
    from (
        select
            grade.*,
            month.month_start,
            row_number() over (
                partition by grade.enterprise_id, grade.region_code, month.month_start order by grade.data_year desc
            ) as place
        from {{ ref('shared_enterprise_grade') }} as grade
        inner join {{ ref('dim_month') }} as month
            on grade.effective_from <= month.month_end and coalesce(grade.effective_to >= month.month_end, true)
    ) as ranked
    where place = 1
{%- endmacro %}
