-- One row per governance item and condition of an alternative of a path that can act on it: whether the condition, as
-- the plan expects it, holds. is_rebuild is the answer of the conditions of 拆除重建 themselves; a condition nobody knows
-- how to answer is unknown.
{% set conditions = [
    'plan_conforms', 'keeps_industrial_use', 'fits_industry_direction', 'efficiency_is_low', 'efficiency_is_lower',
    'building_is_poor', 'is_outdated_or_unmanaged', 'can_reach_standards', 'failed_acceptance',
    'has_outdated_capacity', 'has_problem'
] %}
with asked as (
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
        end as answer
    from {{ ref('int_item_fact') }} as item
    inner join {{ ref('remedy_path') }} as path
        on
            item.region_code = path.region_code
            and {{ in_force('path', 'item.status_date') }}
            and case path.object_kind
                when 'parcel' then item.has_parcel
                when 'enterprise' then item.has_enterprise
                else true
            end
    inner join {{ ref('remedy_condition') }} as condition
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
)

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
