-- One row per parcel that the building list or the survey known on the last day of the mart speaks of: the grades of its
-- buildings (D 整幢危险, C 局部危险), and what the towns answered on old structures and loose management. NULL: nobody
-- says.
with newest as (
    select max(month_end) as status_date
    from {{ ref('dim_month') }}
),

graded as (
    select
        coalesce(today.today_parcel_id, building.parcel_id) as parcel_id,
        bool_or(building.quality_grade = 'D') as has_grade_d,
        bool_or(building.quality_grade = 'C') as has_grade_c
    from {{ ref('stg_governance__building') }} as building
    inner join {{ ref('int_snapshot_span') }} as span
        on
            span.list_code = 'governance.building'
            and building.region_code = span.region_code
            and building.part = span.part
            and building.period_end = span.period_end
    inner join newest
        on
            newest.status_date >= span.valid_from_date
            and coalesce(newest.status_date <= span.valid_to_date, true)
    left join {{ ref('int_parcel_today') }} as today on building.parcel_id = today.parcel_id
    where building.parcel_id <> 'NO_PARCEL' and building.quality_grade is not null
    group by all
),

surveyed as (
    select
        coalesce(today.today_parcel_id, survey.parcel_id) as parcel_id,
        bool_or(survey.is_building_aged) as is_building_aged,
        bool_or(survey.is_management_lax) as is_management_lax
    from {{ ref('int_survey_span') }} as survey
    inner join newest on newest.status_date between survey.valid_from_date and survey.valid_to_date
    left join {{ ref('int_parcel_today') }} as today on survey.parcel_id = today.parcel_id
    where survey.parcel_id <> 'NO_PARCEL'
    group by all
)

select
    coalesce(graded.parcel_id, surveyed.parcel_id) as parcel_id,
    graded.has_grade_d,
    graded.has_grade_c,
    surveyed.is_building_aged,
    surveyed.is_management_lax
from graded
full outer join surveyed on graded.parcel_id = surveyed.parcel_id
