-- One row per governance item and path that can act on it: whether it fits, by the conditions of its alternatives, with
-- those that fired (of the alternatives that hold) and those unknown (of the alternatives that may hold). is_rebuild is
-- the answer of the conditions of 拆除重建 themselves; a condition nobody knows how to answer is unknown.
{% set conditions = [
    'plan_conforms', 'keeps_industrial_use', 'fits_industry_direction', 'efficiency_is_low', 'efficiency_is_lower',
    'building_is_poor', 'is_outdated_or_unmanaged', 'can_reach_standards', 'failed_acceptance',
    'has_outdated_capacity'
] %}
with
int_item_fact as (select * from {{ ref('int_item_fact') }}),
int_item_problem as (select * from {{ ref('int_item_problem') }}),
remedy_path as (select * from {{ ref('remedy_path') }}),
remedy_condition as (select * from {{ ref('remedy_condition') }}),

asked as (
    select
        item.gov_item_id,
        path.path,
        path.precedence,
        condition.alternative,
        condition.condition_code,
        condition.condition_zh,
        condition.expected,
        condition.source_document || ' ' || condition.clause as source_clause,
        case condition.condition_code
            {% for condition in conditions %}
            when '{{ condition }}' then item.{{ condition }}
            {% endfor %}
            when 'has_problem' then problem.has_problem
        end as answer
    from int_item_fact as item
    inner join int_item_problem as problem on item.gov_item_id = problem.gov_item_id
    inner join remedy_path as path
        on
            item.region_code = path.region_code
            and {{ in_force('path', 'item.status_date') }}
            and case path.object_kind
                when 'parcel' then item.has_parcel
                when 'enterprise' then item.has_enterprise
                else true
            end
    inner join remedy_condition as condition
        on
            path.region_code = condition.region_code
            and path.path = condition.path
            and {{ in_force('condition', 'item.status_date') }}
),

answered as (
    select
        asked.*,
        case
            when coalesce(answer, 'unknown') = 'unknown' then 'unknown'
            when (answer = 'yes') = expected then 'yes'
            else 'no'
        end as holds
    from asked
    where condition_code <> 'is_rebuild'
),

rebuild_alternative as (
    select
        gov_item_id,
        alternative,
        {{ all_hold('holds') }} as holds
    from answered
    where path = '拆除重建'
    group by gov_item_id, alternative
),

rebuild as (
    select
        gov_item_id,
        {{ any_holds('holds') }} as answer
    from rebuild_alternative
    group by gov_item_id
),

condition as (
    select *
    from answered
    union all
    select
        asked.*,
        case
            when rebuild.answer = 'unknown' then 'unknown'
            when coalesce(rebuild.answer = 'yes', false) = asked.expected then 'yes'
            else 'no'
        end
    from asked
    left join rebuild on asked.gov_item_id = rebuild.gov_item_id
    where asked.condition_code = 'is_rebuild'
),

alternative as (
    select
        gov_item_id,
        path,
        precedence,
        alternative,
        {{ all_hold('holds') }} as holds
    from condition
    group by gov_item_id, path, precedence, alternative
),

-- A condition may stand in several alternatives of a path: reported once.
reported as (
    select
        condition.gov_item_id,
        condition.path,
        condition.condition_code,
        min(condition.condition_zh) as condition_zh,
        min(condition.source_clause) as source_clause,
        bool_or(alternative.holds = 'yes') as is_fired,
        bool_or(alternative.holds = 'unknown' and condition.holds = 'unknown') as is_unknown
    from alternative
    inner join condition
        on
            alternative.gov_item_id = condition.gov_item_id
            and alternative.path = condition.path
            and alternative.alternative = condition.alternative
    group by condition.gov_item_id, condition.path, condition.condition_code
),

answer as (
    select
        gov_item_id,
        path,
        precedence,
        {{ any_holds('holds') }} as fits
    from alternative
    group by gov_item_id, path, precedence
)

select
    answer.gov_item_id,
    answer.path,
    answer.precedence,
    answer.fits,
    string_agg(case when reported.is_fired then reported.condition_code end, '、' order by reported.condition_code)
        as fired_conditions,
    string_agg(case when reported.is_fired then reported.condition_zh end, '、' order by reported.condition_code)
        as fired_conditions_zh,
    string_agg(case when reported.is_unknown then reported.condition_code end, '、' order by reported.condition_code)
        as unknown_conditions,
    min(reported.source_clause) as source_clauses
from answer
inner join reported on answer.gov_item_id = reported.gov_item_id and answer.path = reported.path
group by answer.gov_item_id, answer.path, answer.precedence, answer.fits
