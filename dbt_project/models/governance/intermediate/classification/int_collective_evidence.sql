-- One row per parcel of collective land, month and criterion of 集体工业用地 that is met at the month's end, with the
-- evidence: the survey's answer, buildings graded old, 较大 problems, or petitions about the parcel.
{% set answers = {
    'no_land_procedure': 'not survey.has_land_procedure', 'low_land_use': 'survey.is_land_use_low',
    'old_building': 'survey.is_building_aged', 'loose_management': 'survey.is_management_lax',
    'other': 'survey.other_case is not null'
} %}
with
stg_governance__petition as (select * from {{ ref('stg_governance__petition') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
shared_policy_parameter as not materialized (select * from {{ ref('shared_policy_parameter') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }}),
shared_parcel_register as not materialized (select * from {{ ref('shared_parcel_register') }}),
int_parcel_building_month as (select * from {{ ref('int_parcel_building_month') }}),
int_larger_issue_month as (select * from {{ ref('int_larger_issue_month') }}),
classification_criterion as (select * from {{ ref('classification_criterion') }}),

petition as (
    select
        parcel_id,
        region_code,
        petition_no,
        registered_date
    from (
        select
            *,
            row_number() over (
                partition by region_code, petition_no
                order by {{ newest_first() }}
            ) as place
        from stg_governance__petition
    ) as ranked
    where place = 1 and parcel_id <> 'NO_PARCEL'
),

-- One row per parcel, region and month with petitions (信访) that name the parcel in the months before its end: how many
-- and which, and whether they are many (parameters petition_months, petition_count_minimum).
petition_month as (
    select
        petition.parcel_id,
        petition.region_code,
        month.month_start,
        count(*) as petition_count,
        count(*) >= max(minimum.number_value) as is_many,
        {{ joined_texts('petition.petition_no') }} as evidence
    from petition
    inner join dim_month as month on petition.registered_date <= month.month_end
    inner join shared_policy_parameter as span
        on
            petition.region_code = span.region_code
            and month.month_start = span.month_start
            and span.parameter_code = 'petition_months'
    inner join shared_policy_parameter as minimum
        on
            petition.region_code = minimum.region_code
            and month.month_start = minimum.month_start
            and minimum.parameter_code = 'petition_count_minimum'
    where
        petition.registered_date
        >= cast(month.month_start - cast(span.number_value - 1 as integer) * interval 1 month as date)
    group by petition.parcel_id, petition.region_code, month.month_start
),

surveyed as (
    select
        survey.*,
        month.month_start,
        '摸排表 ' || survey.batch_id || ' ' || survey.sheet || ' 第' || survey.line || '行' as place
    from shared_survey_span as survey
    inner join shared_parcel_register as parcel
        on survey.parcel_id = parcel.parcel_id and parcel.ownership = '集体'
    inner join dim_month as month
        on month.month_end between survey.valid_from_date and survey.valid_to_date
),

met as (
    {% for code, condition in answers.items() %}
    select
        survey.parcel_id,
        survey.region_code,
        survey.month_start,
        '{{ code }}' as criterion_code,
        {{ 'survey.place || survey.other_case' if code == 'other' else 'survey.place' }} as evidence
    from surveyed as survey
    where {{ condition }}
    union all
    {% endfor %}
    select
        parcel_id,
        region_code,
        month_start,
        'old_building',
        building_code || '（' || quality_grade || '级）'
    from int_parcel_building_month
    where is_aged
    union all
    select
        object_id,
        region_code,
        month_start,
        'large_hazard',
        evidence
    from int_larger_issue_month
    where object_kind = 'parcel' and domain in ('safety', 'environment', 'fire')
    union all
    select
        parcel_id,
        region_code,
        month_start,
        'many_petitions',
        evidence
    from petition_month
    where is_many
)

select
    met.parcel_id,
    met.region_code,
    met.month_start,
    met.criterion_code,
    criterion.criterion_zh,
    {{ joined_texts('met.evidence') }} as evidence,
    criterion.source_document,
    criterion.clause
from met
inner join shared_parcel_register as parcel
    on met.parcel_id = parcel.parcel_id and parcel.ownership = '集体'
inner join dim_month as month on met.month_start = month.month_start
inner join classification_criterion as criterion
    on
        criterion.classification = '集体工业用地'
        and met.region_code = criterion.region_code
        and met.criterion_code = criterion.criterion_code
        and {{ in_force('criterion', 'month.month_end') }}
group by
    met.parcel_id, met.region_code, met.month_start, met.criterion_code, criterion.criterion_zh,
    criterion.source_document, criterion.clause
