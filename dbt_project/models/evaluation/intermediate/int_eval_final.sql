-- One row per evaluation unit: its rank by score in its group (and industry, where the scheme says so), the grade the
-- quota gives (初评; equal scores share the better rank), and its grade after 调档: steps up and down, then the best and
-- worst grade allowed, then a grade set outright, which also strikes a unit that could not be scored (A8).
with
int_eval_total as (select * from {{ ref('int_eval_total') }}),
eval_quota as not materialized (select * from {{ ref('eval_quota') }}),
int_eval_veto as (select * from {{ ref('int_eval_veto') }}),
int_eval_unit as (select * from {{ ref('int_eval_unit') }}),

state as (
    select
        total.*,
        case
            when total.state_reason is null then 'evaluated'
            when total.state_reason = total.exclusion_reason then 'excluded'
            else 'not_evaluable'
        end as own_state
    from int_eval_total as total
),

-- A tenant whose scheme says so takes its owner's grade where the owner has one of its own.
settled as (
    select
        state.*,
        owner.own_state = 'evaluated'
        and owner.owner_unit_id is null
        and coalesce(state.state_reason in ('below_min_land', 'missing', 'no_base', 'no_industry_group'), true)
            as is_tenant_of_owner
    from state
    left join state as owner on state.owner_unit_id = owner.eval_unit_id
),

ranked as (
    select
        eval_unit_id,
        scheme_code,
        data_year,
        rank() over own_group as rank_number,
        count(*) over (
            partition by
                area_code, region_code, data_year, scheme_code,
                case quota_scope when 'industry' then industry_group_code end
        ) as ranked_count
    from settled
    where own_state = 'evaluated' and not coalesce(is_tenant_of_owner, false)
    window own_group as (
        partition by
            area_code, region_code, data_year, scheme_code,
            case quota_scope when 'industry' then industry_group_code end
        order by final_score desc
    )
),

quota_grade as (
    select
        ranked.eval_unit_id,
        quota.grade,
        row_number() over (partition by ranked.eval_unit_id order by quota.display_order asc) as place
    from ranked
    inner join eval_quota as quota
        on
            ranked.scheme_code = quota.scheme_code
            and ranked.rank_number * 100 <= quota.cumulative_share_pct * ranked.ranked_count
            and {{ holds_for_year('quota', 'ranked.data_year') }}
),

initial as (
    select
        settled.eval_unit_id,
        settled.owner_unit_id,
        settled.own_state,
        coalesce(settled.is_tenant_of_owner, false) as is_tenant_of_owner,
        cast(ranked.rank_number as integer) as rank_number,
        cast(ranked.ranked_count as integer) as ranked_count,
        grade.grade as initial_grade
    from settled
    left join ranked on settled.eval_unit_id = ranked.eval_unit_id
    left join quota_grade as grade on settled.eval_unit_id = grade.eval_unit_id and grade.place = 1
),

veto as (
    select
        eval_unit_id,
        string_agg(veto_code, '、' order by veto_code) as veto_codes,
        string_agg(veto_zh, '；' order by veto_code) as veto_zh,
        coalesce(sum(case effect when 'up_one' then -1 when 'down_one' then 1 end), 0) as steps,
        min(to_order) filter (where effect = 'not_below') as worst_order,
        max(to_order) filter (where effect = 'not_above') as best_order,
        max(to_order) filter (where effect = 'set') as set_order,
        max(to_grade) filter (where effect = 'set') as set_grade
    from int_eval_veto
    group by eval_unit_id
),

scale as (
    select
        unit.eval_unit_id,
        quota.grade,
        quota.display_order,
        max(quota.display_order) over (partition by unit.eval_unit_id) as last_order
    from int_eval_unit as unit
    inner join eval_quota as quota
        on unit.scheme_code = quota.scheme_code and {{ holds_for_year('quota', 'unit.data_year') }}
),

placed as (
    select
        unit.*,
        veto.veto_codes,
        veto.veto_zh,
        veto.set_grade,
        case
            when unit.own_state <> 'excluded' and veto.set_order is not null then veto.set_order
            when quota.grade is not null
                then greatest(
                    least(
                        least(greatest(quota.display_order + coalesce(veto.steps, 0), 1), quota.last_order),
                        coalesce(veto.worst_order, quota.last_order)
                    ),
                    coalesce(veto.best_order, 1)
                )
        end as final_order
    from initial as unit
    left join veto on unit.eval_unit_id = veto.eval_unit_id
    left join scale as quota on unit.eval_unit_id = quota.eval_unit_id and unit.initial_grade = quota.grade
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
    unit.own_state,
    unit.is_tenant_of_owner,
    unit.rank_number,
    unit.ranked_count,
    unit.initial_grade,
    unit.veto_codes,
    unit.veto_zh,
    case when unit.is_tenant_of_owner then unit.owner_unit_id end as owner_unit_id,
    case when unit.is_tenant_of_owner then coalesce(unit.set_grade, owner.own_grade) else unit.own_grade end
        as final_grade
from graded as unit
left join graded as owner
    on case when unit.is_tenant_of_owner then unit.owner_unit_id end = owner.eval_unit_id
