-- One row per evaluation unit (评价单元) and data year: who heads it, of what kind it is and who says so. A unit is one
-- enterprise, or several that share a result.
with
int_eval_unit as (select * from {{ ref('int_eval_unit') }}),
int_eval_member as not materialized (select * from {{ ref('int_eval_member') }})

select
    unit.eval_unit_id,
    unit.region_code,
    case when unit.area_code <> unit.region_code then unit.area_code end as county_code,
    unit.data_year,
    member.unit_kind,
    member.unit_no,
    member.source,
    unit.head_enterprise_id,
    unit.industry_code,
    cast(size.member_count as integer) as member_count,
    unit.land_sqm as evaluated_land_sqm,
    unit.is_land_unknown
from int_eval_unit as unit
inner join int_eval_member as member on unit.eval_unit_id = member.eval_unit_id and member.is_head
inner join (
    select
        eval_unit_id,
        count(*) as member_count
    from int_eval_member
    group by eval_unit_id
) as size on unit.eval_unit_id = size.eval_unit_id
