-- One row per classification (低散乱污, 集体工业用地, 四无, 落后产能), object (enterprise or parcel), region and month at whose
-- end it is met, with what it rests on. A criterion's evidence stands behind its name.
with
int_low_scattered_evidence as (select * from {{ ref('int_low_scattered_evidence') }}),
int_collective_evidence as (select * from {{ ref('int_collective_evidence') }}),
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),
int_four_without_month as (select * from {{ ref('int_four_without_month') }}),
int_outdated_item_month as not materialized (select * from {{ ref('int_outdated_item_month') }}),
remedy_condition as not materialized (select * from {{ ref('remedy_condition') }}),

criterion as (
    select
        'low_scattered' as classification,
        'low_scattered_minimum' as parameter_code,
        object_kind,
        object_id,
        region_code,
        month_start,
        criterion_zh,
        evidence,
        source_document,
        clause
    from int_low_scattered_evidence
    union all
    select
        'collective',
        'collective_minimum',
        'parcel',
        parcel_id,
        region_code,
        month_start,
        criterion_zh,
        evidence,
        source_document,
        clause
    from int_collective_evidence
),

classified as (
    select
        criterion.classification,
        criterion.object_kind,
        criterion.object_id,
        criterion.region_code,
        criterion.month_start,
        string_agg(
            criterion.criterion_zh || '（' || criterion.evidence || '）', '、' order by criterion.criterion_zh
        ) as reason,
        {{ joined_texts('criterion.source_document') }} as source_document,
        {{ joined_texts('criterion.clause') }} as clause
    from criterion
    inner join shared_policy_parameter as parameter
        on
            criterion.region_code = parameter.region_code
            and criterion.month_start = parameter.month_start
            and criterion.parameter_code = parameter.parameter_code
    group by
        criterion.classification, criterion.object_kind, criterion.object_id, criterion.region_code,
        criterion.month_start
    having count(distinct criterion.criterion_zh) >= max(parameter.number_value)
)

select * from classified
union all
select
    'four_without',
    'enterprise',
    enterprise_id,
    region_code,
    month_start,
    concat_ws(
        '、',
        {% for code, zh in {
            'licence': '无证无照', 'safety': '无安全保障', 'premises': '无合法场所', 'environment': '无环保措施'
        }.items() %}
        case
            when four_without_{{ code }} = 'yes' then '{{ zh }}（' || four_without_{{ code }}_evidence || '）'
        end{{ ',' if not loop.last }}
        {% endfor %}
    ),
    source_document,
    clause
from int_four_without_month
where is_four_without = 'yes'
{% for kind, nobody in {'enterprise': 'NO_ENTERPRISE', 'parcel': 'NO_PARCEL'}.items() %}
union all
select
    'outdated_capacity',
    '{{ kind }}',
    item.{{ kind }}_id,
    item.region_code,
    item.month_start,
    {{ joined_texts("'落后产能（' || item.item_no || '）'") }},
    {{ joined_texts('rule.source_document') }},
    {{ joined_texts('rule.clause') }}
from int_outdated_item_month as item
inner join remedy_condition as rule
    on
        rule.condition_code = 'has_outdated_capacity'
        and item.region_code = rule.region_code
        and {{ in_force('rule', 'item.month_end') }}
where item.{{ kind }}_id <> '{{ nobody }}'
group by item.{{ kind }}_id, item.region_code, item.month_start
{% endfor %}
