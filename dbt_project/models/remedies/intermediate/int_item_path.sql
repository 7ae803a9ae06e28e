-- One row per governance item and path that can act on it: whether it fits, by the conditions of its alternatives, with
-- those that fired (of the alternatives that hold) and those unknown (of the alternatives that may hold).
with alternative as (
    select
        gov_item_id,
        path,
        precedence,
        alternative,
        {{ all_hold('holds') }} as holds
    from {{ ref('int_item_condition') }}
    group by gov_item_id, path, precedence, alternative
),

-- A condition may stand in several alternatives of a path: told once.
told as (
    select
        condition.gov_item_id,
        condition.path,
        condition.condition_code,
        min(condition.condition_zh) as condition_zh,
        min(condition.source_clause) as source_clause,
        bool_or(alternative.holds = 'yes') as is_fired,
        bool_or(alternative.holds = 'unknown' and condition.holds = 'unknown') as is_unknown
    from alternative
    inner join {{ ref('int_item_condition') }} as condition
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
    string_agg(case when told.is_fired then told.condition_code end, '、' order by told.condition_code)
        as fired_conditions,
    string_agg(case when told.is_fired then told.condition_zh end, '、' order by told.condition_code)
        as fired_conditions_zh,
    string_agg(case when told.is_unknown then told.condition_code end, '、' order by told.condition_code)
        as unknown_conditions,
    min(told.source_clause) as source_clauses
from answer
inner join told on answer.gov_item_id = told.gov_item_id and answer.path = told.path
group by answer.gov_item_id, answer.path, answer.precedence, answer.fits
