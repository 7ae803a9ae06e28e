-- One row per parcel and data year: the criteria of 集体工业用地 on the status date, three-valued with evidence, and whether
-- enough are met. Land that is not collective is no; not_set where the region's plan has no such classification.
{% set criteria = [
    'no_land_procedure', 'low_land_use', 'old_building', 'large_hazard', 'loose_management', 'many_petitions', 'other'
] %}
with
int_governance_object as not materialized (select * from {{ ref('int_governance_object') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }}),
shared_issue_stated_month as (select * from {{ ref('shared_issue_stated_month') }}),
int_parcel_building_month as (select * from {{ ref('int_parcel_building_month') }}),
shared_parcel_register as not materialized (select * from {{ ref('shared_parcel_register') }}),
int_petition_complete as (select * from {{ ref('int_petition_complete') }}),
classification_criterion as (select * from {{ ref('classification_criterion') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_collective_evidence as (select * from {{ ref('int_collective_evidence') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),

surveyed as (
    select
        object.object_id as parcel_id,
        object.data_year,
        bool_and(survey.has_land_procedure) as has_land_procedure,
        bool_or(survey.is_land_use_low) as is_land_use_low,
        bool_or(survey.is_building_aged) as is_building_aged,
        bool_or(survey.is_management_lax) as is_management_lax
    from int_governance_object as object
    inner join shared_survey_span as survey
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
    from shared_issue_stated_month
    where domain in ('safety', 'environment', 'fire')
    group by region_code, month_start
),

building as (
    select distinct
        parcel_id,
        month_start
    from int_parcel_building_month
),

-- One row per parcel of collective land and data year: what lets a criterion of 集体工业用地 be denied on the status date:
-- answers of the survey, grades of its buildings, complete registers and petitions.
collective_answer as (
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
    from int_governance_object as object
    inner join shared_parcel_register as parcel
        on object.object_id = parcel.parcel_id and parcel.ownership = '集体'
    left join surveyed on object.object_id = surveyed.parcel_id and object.data_year = surveyed.data_year
    left join building on object.object_id = building.parcel_id and object.status_month = building.month_start
    left join stated on object.region_code = stated.region_code and object.status_month = stated.month_start
    left join int_petition_complete as petition
        on object.region_code = petition.region_code and object.status_month = petition.month_start
    where object.object_kind = 'parcel'
),

setting as (
    select
        criterion.region_code,
        {% for code in criteria %}
        bool_or(criterion.criterion_code = '{{ code }}') as has_{{ code }},
        {% endfor %}
        month.month_start
    from classification_criterion as criterion
    inner join dim_month as month on {{ in_force('criterion', 'month.month_end') }}
    where criterion.classification = '集体工业用地'
    group by criterion.region_code, month.month_start
),

evidence as (
    select
        parcel_id,
        month_start,
        {% for code in criteria %}
        max(evidence) filter (where criterion_code = '{{ code }}') as {{ code }},
        {% endfor %}
        {{ joined_texts("source_document || ' ' || clause") }} as source_clauses
    from int_collective_evidence
    group by parcel_id, month_start
),

answered as (
    select
        object.object_id as parcel_id,
        object.region_code,
        object.data_year,
        object.status_month,
        {% for code in criteria %}
        case
            when not coalesce(setting.has_{{ code }}, false) then 'not_set'
            when register.ownership <> '集体' or object.evaluable_state = 'ended' then 'no'
            when evidence.{{ code }} is not null then 'yes'
            when answer.denies_{{ code }} then 'no'
            else 'unknown'
        end as collective_{{ code }},
        evidence.{{ code }} as collective_{{ code }}_evidence,
        {% endfor %}
        evidence.source_clauses
    from int_governance_object as object
    left join shared_parcel_register as register on object.object_id = register.parcel_id
    left join setting on object.region_code = setting.region_code and object.status_month = setting.month_start
    left join evidence on object.object_id = evidence.parcel_id and object.status_month = evidence.month_start
    left join collective_answer as answer
        on object.object_id = answer.parcel_id and object.data_year = answer.data_year
    where object.object_kind = 'parcel'
)

select
    answered.*,
    {{ at_least('parameter.number_value', [
        'answered.collective_no_land_procedure', 'answered.collective_low_land_use', 'answered.collective_old_building',
        'answered.collective_large_hazard', 'answered.collective_loose_management',
        'answered.collective_many_petitions', 'answered.collective_other'
    ]) }} as is_collective_target
from answered
left join shared_policy_parameter as parameter
    on
        answered.region_code = parameter.region_code
        and answered.status_month = parameter.month_start
        and parameter.parameter_code = 'collective_minimum'
