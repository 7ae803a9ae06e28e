-- One row per evaluation unit and indicator of its scheme: the two amounts, their ratio in the indicator's unit, and
-- what is missing. No emission is a state of its own; nothing made of nothing (0/0) is the floor, not a gap.
with
int_eval_unit as (select * from {{ ref('int_eval_unit') }}),
int_eval_amount as (select * from {{ ref('int_eval_amount') }}),
eval_indicator as (select * from {{ ref('eval_indicator') }}),
eval_formula as (select * from {{ ref('eval_formula') }}),

parted as (
    select
        unit.eval_unit_id,
        unit.region_code,
        unit.area_code,
        unit.data_year,
        unit.scheme_code,
        unit.group_code,
        unit.exclusion_reason is not null as is_excluded,
        indicator.indicator_code,
        indicator.indicator_zh,
        indicator.unit,
        indicator.weight,
        indicator.base_value as seed_base_value,
        indicator.cap_share,
        indicator.floor_share,
        indicator.display_order,
        formula.numerator_zh,
        formula.denominator_zh,
        formula.numerator_scale,
        formula.denominator_scale,
        formula.denominator_measure = 'emission_t' as is_of_emission,
        {{ eval_measure('formula.numerator_measure', 'amount') }} as numerator,
        {{ eval_measure('formula.denominator_measure', 'amount') }} as denominator
    from int_eval_unit as unit
    inner join int_eval_amount as amount on unit.eval_unit_id = amount.eval_unit_id
    inner join eval_indicator as indicator
        on unit.scheme_code = indicator.scheme_code and {{ holds_for_year('indicator', 'unit.data_year') }}
    inner join eval_formula as formula on indicator.indicator_code = formula.indicator_code
)

select
    * exclude (numerator_scale, denominator_scale, is_of_emission),
    case
        when denominator > 0 then
            cast(numerator * numerator_scale as double) / cast(denominator * denominator_scale as double)
    end as value,
    case
        when is_of_emission and denominator = 0 then 'no_emission'
        when numerator is null or denominator is null then 'missing'
        when denominator > 0 then 'known'
        when denominator = 0 and numerator <= 0 then 'nothing'
        else 'missing'
    end as value_state,
    case when not (is_of_emission and coalesce(denominator = 0, false)) then concat_ws(
        '、',
        case when numerator is null then numerator_zh end,
        case
            when denominator is null then denominator_zh
            when denominator < 0 or (denominator = 0 and numerator > 0) then denominator_zh || '（为零）'
        end
    ) end as missing_zh
from parted
