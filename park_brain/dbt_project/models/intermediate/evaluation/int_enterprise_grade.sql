-- One row per enterprise, region and data year with a published grade: what the lists and 末档 倒逼 (T12) go by, and
-- whether it is the last grade by the region's plan on the day the grade comes into force.
select
    official.enterprise_id,
    official.region_code,
    official.data_year,
    official.final_grade as official_grade,
    official.published_date as official_published_date,
    official.effective_from_date as effective_from,
    official.effective_to_date as effective_to,
    cast(null as varchar) as computed_grade,
    official.final_grade as grade_used,
    last_grade.grade is not null as is_last_grade
from {{ ref('int_eval_official') }} as official
left join {{ ref('policy_last_grade') }} as last_grade
    on
        official.region_code = last_grade.region_code
        and official.final_grade = last_grade.grade
        and coalesce(official.effective_from_date, make_date(official.data_year, 12, 31)) >= last_grade.valid_from
        and coalesce(
            coalesce(official.effective_from_date, make_date(official.data_year, 12, 31)) <= last_grade.valid_to, true
        )
