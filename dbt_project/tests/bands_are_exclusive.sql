-- Bands of 亩均税收 of a region exclude each other and leave no gap on any day: whoever moves a bound moves it in both
-- rows that name it.
with bound as (
    select
        region_code,
        tier_code,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        coalesce(lower_value, -1000000000) as lower_value,
        upper_value
    from {{ ref('policy_tier') }}
),

pair as (
    select
        low.region_code,
        low.tier_code,
        high.tier_code as other_tier_code,
        greatest(low.valid_from, high.valid_from) as since_date,
        low.upper_value,
        high.lower_value,
        min(high.lower_value) over (partition by low.region_code, low.tier_code, low.valid_from) as next_value
    from bound as low
    inner join bound as high
        on
            low.region_code = high.region_code
            and low.valid_from <= high.valid_to
            and low.valid_to >= high.valid_from
            and low.lower_value < high.lower_value
)

select
    region_code,
    tier_code,
    other_tier_code,
    since_date
from pair
where lower_value < upper_value or (lower_value = next_value and lower_value <> upper_value)
