-- One row per target, scope and reading with what follows from its figures: what the plan asks by the due date and by
-- now, what is missing, the linear pace needed per period left, that of the last 12 months, and the state. A limit
-- holds only where everything that could count is known.
with joined as (
    select
        target.*,
        known.period_kind,
        known.current_period,
        known.newest_period_end,
        known.current_numerator,
        known.current_denominator,
        known.current_value,
        known.coverage,
        known.coverage_basis,
        known.is_complete,
        known.rule_version,
        known.base_value,
        known.value_a_year_before,
        target.comparison in ('at_most', 'decrease', 'annual_decrease_at_least') as is_falling,
        target.comparison in ('annual_growth_at_least', 'annual_decrease_at_least') as is_annual,
        1 + case target.comparison when 'annual_decrease_at_least' then -1 else 1 end * target.target_value / 100
            as yearly_factor,
        year(known.newest_period_end) - target.base_to_year as years_since_base,
        case known.period_kind
            when 'year' then year(target.due_date) - year(known.newest_period_end)
            else datediff('month', known.newest_period_end, target.due_date)
        end as periods_left
    from {{ ref('int_target') }} as target
    left join {{ ref('int_target_value') }} as known
        on
            target.target_id = known.target_id
            and target.region_code = known.region_code
            and target.scope_kind = known.scope_kind
            and target.scope_code = known.scope_code
            and target.domain = known.domain
            and target.indicator_code = known.indicator_code
            and target.base_kind = known.base_kind
),

asked as (
    select
        *,
        {{ target_asked('joined', 'year(joined.due_date) - joined.base_to_year') }} as required_value,
        {{ target_asked('joined', 'joined.years_since_base') }} as required_now_value,
        case
            when is_annual and base_value > 0 and years_since_base > 0
                then 100 * (pow(current_value / base_value, cast(1 as double) / years_since_base) - 1)
        end as annual_rate
    from joined
),

measured as (
    select
        *,
        case when is_falling then current_value - required_value else required_value - current_value end as gap,
        case when is_falling then current_value - required_now_value else required_now_value - current_value end
            as gap_now,
        case when is_falling then -1 else 1 end * (current_value - value_a_year_before)
        / case period_kind when 'year' then 1 else 12 end as pace_last_12_months
    from asked
),

paced as (
    select
        *,
        case when periods_left > 0 and gap > 0 then round(gap / periods_left, 9) end as pace_needed,
        -- What nobody could judge may still be one of those that have to be zero.
        case
            when comparison = 'at_most' and coverage_basis in ('enterprises', 'parcels') and coverage < 1
                then case when gap_now > 0 then false end
            else round(gap_now, 9) <= 0
        end as holds_now
    from measured
)

select
    *,
    round(pace_last_12_months, 9) >= pace_needed as is_pace_met,
    case
        when target_value is null then 'no_number'
        when holds_now is null then 'no_data'
        when is_annual and holds_now and periods_left > 0 then 'on_pace'
        when holds_now then 'reached'
        when coalesce(periods_left, 0) <= 0 then 'behind'
        when pace_last_12_months is null then 'not_due'
        when round(pace_last_12_months, 9) >= pace_needed then 'on_pace'
        else 'behind'
    end as status
from paced
