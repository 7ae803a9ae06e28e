-- One row per evaluating county, data year, scheme and indicator: what a value is measured against. As published
-- (ratio_to_base), or the group's ratio of sums of the year before times a factor (prior_mean). Between the group's
-- smallest and largest value of the year (min_max) there is no base: eval_score has them from the values.
with
int_eval_unit as not materialized (select * from {{ ref('int_eval_unit') }}),
eval_scheme as (select * from {{ ref('eval_scheme') }}),
eval_indicator as (select * from {{ ref('eval_indicator') }}),
eval_formula as (select * from {{ ref('eval_formula') }}),
int_eval_amount as (select * from {{ ref('int_eval_amount') }}),

asked as (
    select distinct
        unit.area_code,
        unit.region_code,
        unit.data_year,
        unit.group_code,
        scheme.scheme_code,
        scheme.scorer,
        scheme.base_factor,
        indicator.indicator_code,
        indicator.base_value,
        formula.numerator_measure,
        formula.numerator_scale,
        formula.denominator_measure,
        formula.denominator_scale
    from int_eval_unit as unit
    inner join eval_scheme as scheme
        on
            unit.scheme_code = scheme.scheme_code
            and unit.area_code = scheme.region_code
            and unit.data_year >= scheme.data_year_from
            and unit.data_year <= coalesce(scheme.data_year_to, 9999)
    inner join eval_indicator as indicator
        on unit.scheme_code = indicator.scheme_code and {{ holds_for_year('indicator', 'unit.data_year') }}
    inner join eval_formula as formula on indicator.indicator_code = formula.indicator_code
),

before as (
    select
        asked.area_code,
        asked.region_code,
        asked.data_year,
        asked.scheme_code,
        asked.indicator_code,
        {{ eval_measure('asked.numerator_measure', 'amount') }} as numerator,
        {{ eval_measure('asked.denominator_measure', 'amount') }} as denominator
    from asked
    inner join int_eval_unit as unit
        on
            asked.area_code = unit.area_code
            and asked.region_code = unit.region_code
            and asked.group_code = unit.group_code
            and asked.data_year = unit.data_year + 1
    inner join int_eval_amount as amount on unit.eval_unit_id = amount.eval_unit_id
    where asked.scorer = 'prior_mean' and unit.exclusion_reason is null
),

mean as (
    select
        area_code,
        region_code,
        data_year,
        scheme_code,
        indicator_code,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from before
    where numerator is not null and denominator > 0
    group by area_code, region_code, data_year, scheme_code, indicator_code
)

select
    asked.area_code,
    asked.region_code,
    asked.data_year,
    asked.scheme_code,
    asked.indicator_code,
    asked.scorer,
    case asked.scorer
        when 'ratio_to_base' then cast(asked.base_value as double)
        when 'prior_mean' then
            cast(asked.base_factor as double) * cast(mean.numerator * asked.numerator_scale as double)
            / cast(mean.denominator * asked.denominator_scale as double)
    end as base_value
from asked
left join mean
    on
        asked.area_code = mean.area_code
        and asked.region_code = mean.region_code
        and asked.data_year = mean.data_year
        and asked.scheme_code = mean.scheme_code
        and asked.indicator_code = mean.indicator_code
