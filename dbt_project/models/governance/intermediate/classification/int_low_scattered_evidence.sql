-- One row per object (enterprise or parcel), region, month and criterion of 低散乱污 that is met at the month's end, with
-- the evidence: numbers of 较大 problems, or the survey's row for what the plan's 等 leaves open.
with
int_larger_issue_month as (select * from {{ ref('int_larger_issue_month') }}),
shared_survey_span as not materialized (select * from {{ ref('shared_survey_span') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
classification_criterion as (select * from {{ ref('classification_criterion') }}),

met as (
    select
        object_kind,
        object_id,
        region_code,
        month_start,
        domain as criterion_code,
        evidence
    from int_larger_issue_month
    {% for kind in ['enterprise', 'parcel'] %}
    union all
    select
        '{{ kind }}',
        survey.{{ kind }}_id,
        survey.region_code,
        month.month_start,
        'other',
        {{ joined_texts("'摸排表 ' || survey.batch_id || ' ' || survey.sheet || ' 第' || survey.line || '行'") }}
    from shared_survey_span as survey
    inner join dim_month as month
        on month.month_end between survey.valid_from_date and survey.valid_to_date
    where survey.is_otherwise_low_scattered and survey.{{ kind }}_id not in ('NO_ENTERPRISE', 'NO_PARCEL')
    group by survey.{{ kind }}_id, survey.region_code, month.month_start
    {% endfor %}
)

select
    met.object_kind,
    met.object_id,
    met.region_code,
    met.month_start,
    met.criterion_code,
    criterion.criterion_zh,
    met.evidence,
    criterion.source_document,
    criterion.clause
from met
inner join dim_month as month on met.month_start = month.month_start
inner join classification_criterion as criterion
    on
        criterion.classification = '低散乱污'
        and met.region_code = criterion.region_code
        and met.criterion_code = criterion.criterion_code
        and {{ in_force('criterion', 'month.month_end') }}
