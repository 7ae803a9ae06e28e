-- One row per object (enterprise or parcel), region and data year: the criteria of 低散乱污 on the status date, three-
-- valued with evidence, and whether enough of them are met; not_set where the region's plan has no such criterion.
{% set criteria = ['environment', 'safety', 'fire', 'illegal_construction', 'other'] %}
{% set complete = {'other': 'coalesce(survey.is_complete, false)'} %}
with
classification_criterion as (select * from {{ ref('classification_criterion') }}),
dim_month as (select * from {{ ref('dim_month') }}),
shared_issue_stated_month as (select * from {{ ref('shared_issue_stated_month') }}),
int_low_scattered_evidence as (select * from {{ ref('int_low_scattered_evidence') }}),
int_governance_object as (select * from {{ ref('int_governance_object') }}),
int_town_survey_complete as (select * from {{ ref('int_town_survey_complete') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),

-- One row per region, month and criterion of 低散乱污 that the region's plan sets: whether a missing problem says there is
-- none, because the domain's register is stated to the month's end. The open criterion rests on the towns' surveys and
-- is judged by town.
low_scattered_source as (
    select
        criterion.region_code,
        month.month_start,
        criterion.criterion_code,
        coalesce(stated.is_complete, false) as is_complete
    from classification_criterion as criterion
    inner join dim_month as month on {{ in_force('criterion', 'month.month_end') }}
    left join shared_issue_stated_month as stated
        on
            criterion.region_code = stated.region_code
            and criterion.criterion_code = stated.domain
            and month.month_start = stated.month_start
    where criterion.classification = '低散乱污'
),

source as (
    select
        region_code,
        {% for code in criteria %}
        bool_or(is_complete) filter (where criterion_code = '{{ code }}') as {{ code }}_is_complete,
        {% endfor %}
        month_start
    from low_scattered_source
    group by region_code, month_start
),

evidence as (
    select
        object_kind,
        object_id,
        region_code,
        month_start,
        {% for code in criteria %}
        max(evidence) filter (where criterion_code = '{{ code }}') as {{ code }},
        {% endfor %}
        {{ joined_texts("source_document || ' ' || clause") }} as source_clauses
    from int_low_scattered_evidence
    group by object_kind, object_id, region_code, month_start
),

answered as (
    select
        object.object_kind,
        object.object_id,
        object.region_code,
        object.data_year,
        object.status_month,
        {% for code in criteria %}
        case
            when source.{{ code }}_is_complete is null then 'not_set'
            when evidence.{{ code }} is not null then 'yes'
            when object.evaluable_state = 'ended' then 'no'
            when {{ complete.get(code, 'source.' ~ code ~ '_is_complete') }} then 'no'
            else 'unknown'
        end as low_scattered_{{ code }},
        evidence.{{ code }} as low_scattered_{{ code }}_evidence,
        {% endfor %}
        evidence.source_clauses
    from int_governance_object as object
    left join source on object.region_code = source.region_code and object.status_month = source.month_start
    left join evidence
        on
            object.object_kind = evidence.object_kind
            and object.object_id = evidence.object_id
            and object.region_code = evidence.region_code
            and object.status_month = evidence.month_start
    left join int_town_survey_complete as survey
        on
            object.region_code = survey.region_code
            and coalesce(object.town_name, '') = survey.town_name
            and object.status_month = survey.month_start
)

select
    answered.*,
    {{ at_least('parameter.number_value', [
        'answered.low_scattered_environment', 'answered.low_scattered_safety', 'answered.low_scattered_fire',
        'answered.low_scattered_illegal_construction', 'answered.low_scattered_other'
    ]) }} as is_low_scattered
from answered
left join shared_policy_parameter as parameter
    on
        answered.region_code = parameter.region_code
        and answered.status_month = parameter.month_start
        and parameter.parameter_code = 'low_scattered_minimum'
