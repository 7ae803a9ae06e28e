-- One row per evaluation unit: whether it is evaluated, and its score: sum x 修正系数 + 加分 - 出租扣分, in the order and
-- to the decimals of its scheme.
with
eval_score as (select * from {{ ref('eval_score') }}),
int_eval_unit as not materialized (select * from {{ ref('int_eval_unit') }}),
eval_industry_group as (select * from {{ ref('eval_industry_group') }}),
eval_adjustment as (select * from {{ ref('eval_adjustment') }}),
int_eval_lease as not materialized (select * from {{ ref('int_eval_lease') }}),
eval_scheme as (select * from {{ ref('eval_scheme') }}),
int_eval_unit_official as (select * from {{ ref('int_eval_unit_official') }}),

summed as (
    select
        eval_unit_id,
        sum(score) as score_sum,
        count(*) = count(score) as is_whole,
        bool_or(score_state = 'missing') as is_missing,
        array_to_string(
            list_sort(list_distinct(flatten(
                list(string_split(missing_zh, '、')) filter (where missing_zh is not null)
            ))), '、'
        ) as missing_inputs,
        string_agg(indicator_zh, '、' order by indicator_code) filter (where score is null) as unscored_zh
    from eval_score
    group by eval_unit_id
),

industry as (
    select
        unit.eval_unit_id,
        industry.industry_group_code,
        row_number() over (
            partition by unit.eval_unit_id
            order by length(coalesce(industry.industry_prefix, '')) desc, industry.industry_group_code asc
        ) as place
    from int_eval_unit as unit
    inner join eval_industry_group as industry
        on
            unit.scheme_code = industry.scheme_code
            and starts_with(unit.industry_code, coalesce(industry.industry_prefix, ''))
            and {{ holds_for_year('industry', 'unit.data_year') }}
),

tier as (
    select
        *,
        lead(from_count) over (partition by scheme_code, valid_from order by from_count) as next_count
    from eval_adjustment
    where adjustment_kind = 'lease_deduction'
),

deducted as (
    select
        unit.eval_unit_id,
        sum(
            tier.number_value * greatest(
                least(lease.tenant_count, coalesce(tier.next_count - 1, lease.tenant_count)) - tier.from_count + 1, 0
            )
        ) as deduction
    from int_eval_unit as unit
    inner join int_eval_lease as lease on unit.eval_unit_id = lease.eval_unit_id
    inner join tier on unit.scheme_code = tier.scheme_code and {{ holds_for_year('tier', 'unit.data_year') }}
    group by unit.eval_unit_id
),

joined as (
    select
        unit.*,
        scheme.adjustment_order,
        scheme.score_floor,
        scheme.score_decimals,
        scheme.quota_scope,
        industry.industry_group_code,
        case when summed.is_whole then summed.score_sum end as score_sum,
        summed.eval_unit_id is not null as has_indicator,
        summed.is_missing,
        summed.missing_inputs,
        summed.unscored_zh,
        cast(1 + coalesce(official.granted_pct, 0) / 100 as decimal(28, 6)) as factor,
        cast(coalesce(official.granted_score, 0) as decimal(28, 6)) as bonus,
        cast(coalesce(deducted.deduction, 0) as decimal(28, 6)) as deduction,
        coalesce(lease.tenant_count, 0) as tenant_count,
        case
            when scheme.tenant_rule = 'owner_grade' or not lease.is_in_micro_park and scheme.tenant_rule like 'owner%'
                then lease.owner_unit_id
        end as owner_unit_id
    from int_eval_unit as unit
    left join eval_scheme as scheme
        on
            unit.scheme_code = scheme.scheme_code
            and unit.area_code = scheme.region_code
            and unit.data_year >= scheme.data_year_from
            and unit.data_year <= coalesce(scheme.data_year_to, 9999)
    left join summed on unit.eval_unit_id = summed.eval_unit_id
    left join industry on unit.eval_unit_id = industry.eval_unit_id and industry.place = 1
    left join int_eval_unit_official as official on unit.eval_unit_id = official.eval_unit_id
    left join deducted on unit.eval_unit_id = deducted.eval_unit_id
    left join int_eval_lease as lease on unit.eval_unit_id = lease.eval_unit_id
)

select
    *,
    case
        when scheme_code is null then 'no_scheme'
        when exclusion_reason is not null then exclusion_reason
        when not has_indicator then 'no_indicator'
        when is_missing then 'missing'
        when score_sum is null then 'no_base'
        when quota_scope = 'industry' and industry_group_code is null then 'no_industry_group'
    end as state_reason,
    case when score_sum is not null then cast(round(cast(greatest(
        case adjustment_order
            when 'sum_times_factor_plus_bonus' then score_sum * factor + bonus - deduction
            when 'sum_plus_bonus_times_factor' then (score_sum + bonus - deduction) * factor
        end, score_floor
    ) as double), score_decimals) as decimal(28, 6)) end as final_score
from joined
