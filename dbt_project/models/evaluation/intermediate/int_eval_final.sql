-- One row per evaluation unit: its grade after 调档. Steps up and down come first, then the best and worst grade
-- allowed, then a grade set outright, which also strikes a unit that could not be scored (A8: D by breach).
with veto as (
    select
        eval_unit_id,
        string_agg(veto_code, '、' order by veto_code) as veto_codes,
        string_agg(veto_zh, '；' order by veto_code) as veto_zh,
        coalesce(sum(case effect when 'up_one' then -1 when 'down_one' then 1 end), 0) as steps,
        min(to_order) filter (where effect = 'not_below') as worst_order,
        max(to_order) filter (where effect = 'not_above') as best_order,
        max(to_order) filter (where effect = 'set') as set_order,
        max(to_grade) filter (where effect = 'set') as set_grade
    from {{ ref('int_eval_veto') }}
    group by eval_unit_id
),

scale as (
    select
        unit.eval_unit_id,
        quota.grade,
        quota.display_order,
        max(quota.display_order) over (partition by unit.eval_unit_id) as last_order
    from {{ ref('int_eval_unit') }} as unit
    inner join {{ ref('eval_quota') }} as quota
        on unit.scheme_code = quota.scheme_code and {{ holds_for_year('quota', 'unit.data_year') }}
),

placed as (
    select
        unit.eval_unit_id,
        total.owner_unit_id,
        unit.is_tenant_of_owner,
        veto.veto_codes,
        veto.veto_zh,
        veto.set_grade,
        case
            when unit.own_state <> 'excluded' and veto.set_order is not null then veto.set_order
            when initial.grade is not null
                then greatest(
                    least(
                        least(greatest(initial.display_order + coalesce(veto.steps, 0), 1), initial.last_order),
                        coalesce(veto.worst_order, initial.last_order)
                    ),
                    coalesce(veto.best_order, 1)
                )
        end as final_order
    from {{ ref('int_eval_rank') }} as unit
    inner join {{ ref('int_eval_total') }} as total on unit.eval_unit_id = total.eval_unit_id
    left join veto on unit.eval_unit_id = veto.eval_unit_id
    left join scale as initial on unit.eval_unit_id = initial.eval_unit_id and unit.initial_grade = initial.grade
),

graded as (
    select
        placed.*,
        scale.grade as own_grade
    from placed
    left join scale on placed.eval_unit_id = scale.eval_unit_id and placed.final_order = scale.display_order
)

select
    unit.eval_unit_id,
    unit.veto_codes,
    unit.veto_zh,
    case when unit.is_tenant_of_owner then unit.owner_unit_id end as owner_unit_id,
    case when unit.is_tenant_of_owner then coalesce(unit.set_grade, owner.own_grade) else unit.own_grade end
        as final_grade
from graded as unit
left join graded as owner
    on case when unit.is_tenant_of_owner then unit.owner_unit_id end = owner.eval_unit_id
