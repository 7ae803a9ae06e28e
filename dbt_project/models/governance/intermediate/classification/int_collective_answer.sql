-- One row per parcel of collective land and data year: what lets a criterion of 集体工业用地 be denied on the status date:
-- answers of the survey, grades of its buildings, complete registers and petitions.
with surveyed as (
    select
        object.object_id as parcel_id,
        object.data_year,
        bool_and(survey.has_land_procedure) as has_land_procedure,
        bool_or(survey.is_land_use_low) as is_land_use_low,
        bool_or(survey.is_building_aged) as is_building_aged,
        bool_or(survey.is_management_lax) as is_management_lax
    from {{ ref('int_governance_object') }} as object
    inner join {{ ref('shared_survey_span') }} as survey
        on
            object.object_id = survey.parcel_id
            and object.status_date between survey.valid_from_date and survey.valid_to_date
    where object.object_kind = 'parcel'
    group by object.object_id, object.data_year
),

stated as (
    select
        region_code,
        month_start,
        bool_and(is_complete) as is_complete
    from {{ ref('shared_issue_stated_month') }}
    where domain in ('safety', 'environment', 'fire')
    group by region_code, month_start
),

building as (
    select distinct
        parcel_id,
        month_start
    from {{ ref('int_parcel_building_month') }}
)

select
    object.object_id as parcel_id,
    object.region_code,
    object.data_year,
    object.status_month,
    coalesce(surveyed.has_land_procedure, false) as denies_no_land_procedure,
    coalesce(not surveyed.is_land_use_low, false) as denies_low_land_use,
    coalesce(not surveyed.is_building_aged, false) or building.parcel_id is not null as denies_old_building,
    coalesce(stated.is_complete, false) as denies_large_hazard,
    coalesce(not surveyed.is_management_lax, false) as denies_loose_management,
    coalesce(petition.is_complete, false) as denies_many_petitions,
    surveyed.parcel_id is not null as denies_other
from {{ ref('int_governance_object') }} as object
inner join {{ ref('shared_parcel_register') }} as parcel
    on object.object_id = parcel.parcel_id and parcel.ownership = '集体'
left join surveyed on object.object_id = surveyed.parcel_id and object.data_year = surveyed.data_year
left join building on object.object_id = building.parcel_id and object.status_month = building.month_start
left join stated on object.region_code = stated.region_code and object.status_month = stated.month_start
left join {{ ref('int_petition_complete') }} as petition
    on object.region_code = petition.region_code and object.status_month = petition.month_start
where object.object_kind = 'parcel'
