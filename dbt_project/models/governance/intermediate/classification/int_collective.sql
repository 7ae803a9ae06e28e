-- One row per parcel and data year: the criteria of 集体工业用地 on the status date, three-valued with evidence, and whether
-- enough are met. Land that is not collective is no; not_set where the region's plan has no such classification.
{% set criteria = [
    'no_land_procedure', 'low_land_use', 'old_building', 'large_hazard', 'loose_management', 'many_petitions', 'other'
] %}
with setting as (
    select
        criterion.region_code,
        {% for code in criteria %}
        bool_or(criterion.criterion_code = '{{ code }}') as has_{{ code }},
        {% endfor %}
        month.month_start
    from {{ ref('classification_criterion') }} as criterion
    inner join {{ ref('dim_month') }} as month on {{ in_force('criterion', 'month.month_end') }}
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
    from {{ ref('int_collective_evidence') }}
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
    from {{ ref('int_governance_object') }} as object
    left join {{ ref('shared_parcel_register') }} as register on object.object_id = register.parcel_id
    left join setting on object.region_code = setting.region_code and object.status_month = setting.month_start
    left join evidence on object.object_id = evidence.parcel_id and object.status_month = evidence.month_start
    left join {{ ref('int_collective_answer') }} as answer
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
left join {{ ref('shared_policy_parameter') }} as parameter
    on
        answered.region_code = parameter.region_code
        and answered.status_month = parameter.month_start
        and parameter.parameter_code = 'collective_minimum'
