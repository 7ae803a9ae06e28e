-- One row per target of the plans, scope it applies to and reading: base, newest figure, what the target asks by its
-- due date and by now, what is missing, the linear pace needed per period left and that of the last 12 months. A limit
-- holds only where everything that could count is known. Soft targets (左右, 原则上, without a number) get no verdict;
-- NULL is unknown, never 0.
with
int_target_value as (select * from {{ ref('int_target_value') }}),

target as (
    select
        *,
        comparison in ('at_most', 'decrease', 'annual_decrease_at_least') as is_falling,
        comparison in ('annual_growth_at_least', 'annual_decrease_at_least') as is_annual,
        1 + case comparison when 'annual_decrease_at_least' then -1 else 1 end * target_value / 100 as yearly_factor,
        year(newest_period_end) - base_to_year as years_since_base,
        case period_kind
            when 'year' then year(due_date) - year(newest_period_end)
            else datediff('month', newest_period_end, due_date)
        end as periods_left
    from int_target_value
),

asked as (
    select
        *,
        {{ target_asked('target', 'year(target.due_date) - target.base_to_year') }} as required_value,
        {{ target_asked('target', 'target.years_since_base') }} as required_now_value,
        case
            when is_annual and base_value > 0 and years_since_base > 0
                then 100 * (pow(current_value / base_value, cast(1 as double) / years_since_base) - 1)
        end as annual_rate
    from target
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
),

judged as (
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
)

select
    target_id,
    region_code,
    scope_kind,
    scope_code,
    scope_zh,
    domain,
    base_kind,
    is_headline,
    indicator_code,
    target_zh,
    comparison,
    case when is_falling then 'fall' else 'rise' end as direction,
    target_value,
    unit,
    from_date,
    due_date,
    base_value,
    current_period,
    current_value,
    current_numerator,
    current_denominator,
    coverage,
    is_complete,
    required_value,
    annual_rate as annual_rate_pct,
    gap,
    -- 万元/亩 missing, times the 亩 it is missing on.
    case when unit = '万元/亩' and gap > 0 then gap * current_denominator / {{ sqm_per_mu() }} end
        as needed_amount_wan_cny,
    period_kind as pace_period,
    pace_needed,
    pace_last_12_months,
    is_pace_met,
    status,
    case when is_hard and periods_left <= 0 and holds_now is not null then holds_now end as is_passed,
    case
        when comparison = 'decrease' then current_value < base_value
        when target_value is null then current_value > value_a_year_before
    end as is_direction_met,
    is_hard,
    document_status,
    rule_version,
    source_document,
    clause
from judged
