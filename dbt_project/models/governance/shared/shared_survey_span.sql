-- One row per row of the towns' 摸排表 with the days on which it is the newest known of its part. What stands in the note
-- after 其他情形： is a further case of 集体工业用地 (the plans end the list in 等).
with
stg_governance__survey as (select * from {{ ref('stg_governance__survey') }}),
shared_snapshot_span as (select * from {{ ref('shared_snapshot_span') }})

select
    survey.enterprise_id,
    survey.parcel_id,
    survey.region_code,
    survey.town_name,
    span.valid_from_date,
    coalesce(span.valid_to_date, cast('9999-12-31' as date)) as valid_to_date,
    survey.production_status,
    survey.has_safety_guarantee,
    survey.has_land_procedure,
    survey.is_low_scattered,
    survey.is_low_scattered and not (
        coalesce(survey.has_environment_problem, false)
        or coalesce(survey.has_safety_problem, false)
        or coalesce(survey.has_fire_problem, false)
        or coalesce(survey.has_illegal_building, false)
    ) as is_otherwise_low_scattered,
    survey.is_land_use_low,
    survey.is_building_aged,
    survey.is_management_lax,
    case when survey.note like '其他情形：%' then survey.note end as other_case,
    survey.batch_id,
    survey.sheet,
    survey.line
from stg_governance__survey as survey
inner join shared_snapshot_span as span
    on
        span.list_code = 'governance.survey'
        and survey.region_code = span.region_code
        and survey.part = span.part
        and survey.period_end = span.period_end
