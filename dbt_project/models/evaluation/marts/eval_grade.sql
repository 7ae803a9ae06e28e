-- One row per evaluation unit and data year: 亩均效益综合评价 from score to 初评, 调档 and final grade, with the
-- reasons. The published result is the record; ours stands beside it with what differs.
with
int_eval_total as (select * from {{ ref('int_eval_total') }}),
int_eval_final as (select * from {{ ref('int_eval_final') }}),
int_eval_unit_official as (select * from {{ ref('int_eval_unit_official') }}),

joined as (
    select
        total.*,
        settled.own_state,
        settled.is_tenant_of_owner,
        settled.rank_number,
        settled.ranked_count,
        settled.initial_grade,
        settled.veto_codes,
        settled.veto_zh,
        settled.owner_unit_id as inherited_from_unit_id,
        settled.final_grade,
        official.evaluation_group as official_group,
        official.initial_grade as official_initial_grade,
        official.final_grade as official_grade,
        official.final_score as official_score,
        official.adjustment_reason as official_reason,
        official.published_date as official_published_date,
        official.batch_id,
        official.sheet,
        official.line
    from int_eval_total as total
    inner join int_eval_final as settled on total.eval_unit_id = settled.eval_unit_id
    left join int_eval_unit_official as official on total.eval_unit_id = official.eval_unit_id
),

reasoned as (
    select
        *,
        case when is_tenant_of_owner then 'evaluated' else own_state end as evaluation_state,
        case
            when is_tenant_of_owner then '承租企业，随宗地主等级'
            else case state_reason
                when 'no_scheme' then '本地没有评价办法'
                when 'construction' then '新供地建设期内'
                when 'landlord_only' then '土地全部出租，自己不用地'
                when 'new_firm' then '新成立企业'
                when 'collective_land' then '全部为集体工业用地，不占定档名额'
                when 'below_min_land' then '用地面积不足'
                when 'no_indicator' then '评价办法没有指标'
                when 'missing' then '缺：' || missing_inputs
                when 'no_base' then '没有基准值：' || unscored_zh
                when 'no_industry_group' then '行业不明，无法分行业排名'
            end
        end as state_reason_zh
    from joined
)

select
    eval_unit_id,
    region_code,
    case when area_code <> region_code then area_code end as county_code,
    data_year,
    scheme_code,
    group_code,
    case when quota_scope = 'industry' then industry_group_code end as industry_group_code,
    evaluation_state,
    case when is_tenant_of_owner then 'tenant_of_owner' else state_reason end as state_reason,
    state_reason_zh,
    cast(score_sum as decimal(28, 6)) as score_sum,
    factor,
    bonus,
    deduction,
    cast(tenant_count as integer) as tenant_count,
    final_score,
    rank_number,
    ranked_count,
    initial_grade,
    veto_codes,
    case
        when is_tenant_of_owner and veto_codes is not null then state_reason_zh || '；' || veto_zh
        when is_tenant_of_owner then state_reason_zh
        when coalesce(final_grade, '') <> coalesce(initial_grade, '') then veto_zh
    end as adjusted_reason,
    inherited_from_unit_id,
    final_grade,
    official_group,
    official_initial_grade,
    official_grade,
    cast(official_score as decimal(28, 6)) as official_score,
    official_reason,
    official_published_date,
    case when official_grade is not null and final_grade is not null then official_grade <> final_grade end
        as is_different,
    case
        when official_grade is null and final_grade is not null then '未见公布结果'
        when official_grade is not null and final_grade is null
            then '公布为 ' || official_grade || '；重算无等级' || coalesce('（' || state_reason_zh || '）', '')
        when official_grade <> final_grade
            then
                '公布为 ' || official_grade || '，重算为 ' || final_grade
                || coalesce('；公布的调档原因：' || official_reason, '')
                || coalesce('；重算的调档原因：' || veto_zh, '')
    end as difference_note,
    batch_id,
    sheet,
    line
from reasoned
