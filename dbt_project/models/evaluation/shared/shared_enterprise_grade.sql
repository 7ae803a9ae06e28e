-- One row per enterprise, region and data year with a grade, published or ours: what the lists and 末档 倒逼 (T12) go
-- by, and whether it is the last grade by the region's plan on the day the grade comes into force.
with
int_eval_member as (select * from {{ ref('int_eval_member') }}),
int_eval_final as (select * from {{ ref('int_eval_final') }}),
int_eval_official as (select * from {{ ref('int_eval_official') }}),
policy_last_grade as (select * from {{ ref('policy_last_grade') }}),

computed as (
    select
        member.enterprise_id,
        member.region_code,
        member.data_year,
        final.final_grade as computed_grade
    from int_eval_member as member
    inner join int_eval_final as final on member.eval_unit_id = final.eval_unit_id
    where final.final_grade is not null
),

joined as (
    select
        coalesce(official.enterprise_id, computed.enterprise_id) as enterprise_id,
        coalesce(official.region_code, computed.region_code) as region_code,
        coalesce(official.data_year, computed.data_year) as data_year,
        official.final_grade as official_grade,
        official.published_date as official_published_date,
        official.effective_from_date as effective_from,
        official.effective_to_date as effective_to,
        computed.computed_grade,
        coalesce(official.final_grade, computed.computed_grade) as grade_used
    from int_eval_official as official
    full outer join computed
        on
            official.enterprise_id = computed.enterprise_id
            and official.region_code = computed.region_code
            and official.data_year = computed.data_year
)

select
    joined.*,
    last_grade.grade is not null as is_last_grade
from joined
left join policy_last_grade as last_grade
    on
        joined.region_code = last_grade.region_code
        and joined.grade_used = last_grade.grade
        and {{ in_force('last_grade', 'coalesce(joined.effective_from, make_date(joined.data_year, 12, 31))') }}
