-- One row per evaluation unit: its state, its rank by score among the units of its group (and industry, where the
-- scheme grades by industry) and the grade the quota gives. Equal scores share the better rank, hence the grade.
with state as (
    select
        total.*,
        case
            when total.state_reason is null then 'evaluated'
            when total.state_reason = total.exclusion_reason then 'excluded'
            else 'not_evaluable'
        end as own_state
    from {{ ref('int_eval_total') }} as total
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

graded as (
    select
        ranked.eval_unit_id,
        quota.grade,
        row_number() over (partition by ranked.eval_unit_id order by quota.display_order asc) as place
    from ranked
    inner join {{ ref('eval_quota') }} as quota
        on
            ranked.scheme_code = quota.scheme_code
            and ranked.rank_number * 100 <= quota.cumulative_share_pct * ranked.ranked_count
            and {{ holds_for_year('quota', 'ranked.data_year') }}
)

select
    settled.eval_unit_id,
    settled.own_state,
    coalesce(settled.is_tenant_of_owner, false) as is_tenant_of_owner,
    cast(ranked.rank_number as integer) as rank_number,
    cast(ranked.ranked_count as integer) as ranked_count,
    graded.grade as initial_grade
from settled
left join ranked on settled.eval_unit_id = ranked.eval_unit_id
left join graded on settled.eval_unit_id = graded.eval_unit_id and graded.place = 1
