-- One row per target of the plans, scope it applies to and reading: base, newest figure, what the target asks by its
-- due date, what is missing, the linear pace needed and that of the last 12 months. Soft targets (左右, 原则上, without a
-- number) get no verdict; NULL is unknown, never 0.
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
    case when unit = '万元/亩' and gap > 0 then gap * current_denominator / (cast(2000 as double) / 3) end
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
from {{ ref('int_target_pace') }}
