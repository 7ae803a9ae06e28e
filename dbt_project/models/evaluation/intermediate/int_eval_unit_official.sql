-- One row per evaluation unit with a published result: that of its head, else of the first of its members that has one
-- (members share the result).
with
int_eval_member as (select * from {{ ref('int_eval_member') }}),
int_eval_official as (select * from {{ ref('int_eval_official') }}),

ranked as (
    select
        member.eval_unit_id,
        official.*,
        row_number() over (
            partition by member.eval_unit_id order by member.is_head desc, member.enterprise_id asc
        ) as place
    from int_eval_member as member
    inner join int_eval_official as official
        on
            member.enterprise_id = official.enterprise_id
            and member.region_code = official.region_code
            and member.data_year = official.data_year
)

select
    eval_unit_id,
    evaluation_group,
    coalesce(adjustment_pct, 0) as granted_pct,
    coalesce(adjustment_score, 0) as granted_score,
    initial_grade,
    final_score,
    final_grade,
    adjustment_reason,
    published_date,
    batch_id,
    sheet,
    line
from ranked
where place = 1
