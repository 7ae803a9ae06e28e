-- One row per evaluation unit and veto that strikes it, for what any of its members did. A county's own rule for a
-- condition goes before the general one.
with
int_eval_unit as (select * from {{ ref('int_eval_unit') }}),
int_eval_member as (select * from {{ ref('int_eval_member') }}),
int_eval_breach as (select * from {{ ref('int_eval_breach') }}),
eval_veto as (select * from {{ ref('eval_veto') }}),
eval_quota as (select * from {{ ref('eval_quota') }}),

rule as (
    select
        unit.eval_unit_id,
        unit.scheme_code,
        unit.data_year,
        veto.*,
        rank() over (
            partition by unit.eval_unit_id, veto.condition_code order by (veto.region_code = '*') asc
        ) as place
    from int_eval_unit as unit
    inner join int_eval_member as member on unit.eval_unit_id = member.eval_unit_id
    inner join int_eval_breach as breach
        on
            member.enterprise_id = breach.enterprise_id
            and member.region_code = breach.region_code
            and member.data_year = breach.data_year
    inner join eval_veto as veto
        on
            breach.condition_code = veto.condition_code
            and veto.region_code in ('*', unit.area_code)
            and {{ holds_for_year('veto', 'unit.data_year') }}
    where unit.scheme_code is not null
)

select distinct
    rule.eval_unit_id,
    rule.veto_code,
    rule.veto_zh,
    rule.effect,
    rule.to_grade,
    quota.display_order as to_order
from rule
left join eval_quota as quota
    on
        rule.scheme_code = quota.scheme_code
        and rule.to_grade = quota.grade
        and {{ holds_for_year('quota', 'rule.data_year') }}
where rule.place = 1
