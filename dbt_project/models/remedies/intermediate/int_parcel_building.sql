-- One row per parcel that the building list or the survey known on the last day of the mart speaks of: whether a
-- building has a grade that counts as poor or as aged (parameters), and what the towns answered on old structures and
-- loose management. NULL: nobody says.
with
dim_month as (select * from {{ ref('dim_month') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),
stg_governance__building as (select * from {{ ref('stg_governance__building') }}),
shared_snapshot_span as (select * from {{ ref('shared_snapshot_span') }}),
shared_parcel_today as not materialized (select * from {{ ref('shared_parcel_today') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }}),

newest as (
    select
        max(month_start) as status_month,
        max(month_end) as status_date
    from dim_month
),

grade as (
    select
        parameter.region_code,
        max(case when parameter.parameter_code = 'poor_building_grades' then parameter.text_value end) as poor_grades,
        max(case when parameter.parameter_code = 'aged_building_grades' then parameter.text_value end) as aged_grades
    from shared_policy_parameter as parameter
    inner join newest on parameter.month_start = newest.status_month
    group by parameter.region_code
),

graded as (
    select
        coalesce(today.today_parcel_id, building.parcel_id) as parcel_id,
        bool_or(list_contains(string_split(grade.poor_grades, '、'), building.quality_grade)) as has_poor_grade,
        bool_or(list_contains(string_split(grade.aged_grades, '、'), building.quality_grade)) as has_aged_grade
    from stg_governance__building as building
    inner join shared_snapshot_span as span
        on
            building.region_code = span.region_code
            and building.part = span.part
            and building.period_end = span.period_end
            and span.list_code = 'governance.building'
    inner join newest
        on
            span.valid_from_date <= newest.status_date
            and coalesce(span.valid_to_date >= newest.status_date, true)
    inner join grade on building.region_code = grade.region_code
    left join shared_parcel_today as today on building.parcel_id = today.parcel_id
    where building.parcel_id <> 'NO_PARCEL' and building.quality_grade is not null
    group by all
),

surveyed as (
    select
        coalesce(today.today_parcel_id, survey.parcel_id) as parcel_id,
        bool_or(survey.is_building_aged) as is_building_aged,
        bool_or(survey.is_management_lax) as is_management_lax
    from shared_survey_span as survey
    inner join newest on newest.status_date between survey.valid_from_date and survey.valid_to_date
    left join shared_parcel_today as today on survey.parcel_id = today.parcel_id
    where survey.parcel_id <> 'NO_PARCEL'
    group by all
)

select
    coalesce(graded.parcel_id, surveyed.parcel_id) as parcel_id,
    graded.has_poor_grade,
    graded.has_aged_grade,
    surveyed.is_building_aged,
    surveyed.is_management_lax
from graded
full outer join surveyed on graded.parcel_id = surveyed.parcel_id
