-- One row per evaluation unit and indicator of its scheme: value, base, weight and score. One scorer for every county;
-- what differs is in the seeds. A unit without emission has the average score of its group.
with
int_eval_value as not materialized (select * from {{ ref('int_eval_value') }}),
eval_scheme as (select * from {{ ref('eval_scheme') }}),
int_eval_base as (select * from {{ ref('int_eval_base') }}),

-- The smallest and largest value of a group, for schemes that score between them.
spread as (
    select
        area_code,
        region_code,
        data_year,
        scheme_code,
        indicator_code,
        min(value) as min_value,
        max(value) as max_value
    from int_eval_value
    where value_state = 'known' and not is_excluded
    group by area_code, region_code, data_year, scheme_code, indicator_code
),

scored as (
    select
        value.*,
        scheme.score_decimals,
        base.scorer,
        coalesce(base.base_value, case when base.scorer = 'min_max' then spread.max_value end) as base_value,
        case
            when value.value_state = 'known'
                then
                    case base.scorer
                        when 'min_max'
                            then
                                value.weight / 100 * (
                                    scheme.minmax_floor_pct
                                    + (100 - scheme.minmax_floor_pct)
                                    * coalesce(
                                        (value.value - spread.min_value)
                                        / nullif(spread.max_value - spread.min_value, 0),
                                        1
                                    )
                                )
                        else case when base.base_value > 0 then value.weight * value.value / base.base_value end
                    end
            when value.value_state = 'nothing' then 0
        end as raw_score
    from int_eval_value as value
    inner join eval_scheme as scheme
        on
            value.scheme_code = scheme.scheme_code
            and value.area_code = scheme.region_code
            and value.data_year >= scheme.data_year_from
            and value.data_year <= coalesce(scheme.data_year_to, 9999)
    left join int_eval_base as base
        on
            value.area_code = base.area_code
            and value.region_code = base.region_code
            and value.data_year = base.data_year
            and value.scheme_code = base.scheme_code
            and value.indicator_code = base.indicator_code
    left join spread
        on
            value.area_code = spread.area_code
            and value.region_code = spread.region_code
            and value.data_year = spread.data_year
            and value.scheme_code = spread.scheme_code
            and value.indicator_code = spread.indicator_code
),

bounded as (
    select
        *,
        -- greatest() skips NULL: without a raw score there is none.
        case when raw_score is not null then cast(round(greatest(
            least(raw_score, coalesce(weight * cap_share, raw_score)), coalesce(weight * floor_share, raw_score)
        ), score_decimals) as decimal(28, 6)) end as own_score
    from scored
),

averaged as (
    select
        *,
        cast(sum(own_score) filter (where not is_excluded) over own_group as double)
        / nullif(count(own_score) filter (where not is_excluded) over own_group, 0) as group_score
    from bounded
    window own_group as (partition by area_code, region_code, data_year, scheme_code, indicator_code)
)

select
    eval_unit_id,
    region_code,
    data_year,
    scheme_code,
    indicator_code,
    indicator_zh,
    unit,
    cast(numerator as decimal(28, 4)) as numerator,
    cast(denominator as decimal(28, 4)) as denominator,
    cast(value as decimal(28, 6)) as value,
    cast(base_value as decimal(28, 6)) as base_value,
    weight,
    cast(raw_score as decimal(28, 6)) as raw_score,
    case
        when value_state = 'no_emission'
            then cast(round(group_score, score_decimals) as decimal(28, 6))
        else own_score
    end as score,
    case
        when value_state = 'no_emission' then case when group_score is null then 'no_average' else 'group_average' end
        when value_state = 'missing' then 'missing'
        when own_score is null then 'no_base'
        when value_state = 'nothing' then 'floor'
        else 'scored'
    end as score_state,
    nullif(missing_zh, '') as missing_zh
from averaged
