-- One row per region, band and month: the names of all bands of the plan that contain it. The plan's words are
-- cumulative (10 万元以下 contains 5 万元以下), the bands of the seed exclude one another.
select
    tier.region_code,
    tier.tier_code,
    month.month_start,
    string_agg(
        wider.tier_zh || '（' || cast(cast(wider.upper_value as decimal(18, 0)) as varchar) || '万元以下）', '、'
        order by wider.upper_value
    ) as tiers_zh
from {{ ref('policy_tier') }} as tier
inner join {{ ref('dim_month') }} as month on {{ in_force('tier', 'month.month_end') }}
inner join {{ ref('policy_tier') }} as wider
    on
        tier.region_code = wider.region_code
        and {{ in_force('wider', 'month.month_end') }}
        and wider.upper_value >= tier.upper_value
group by tier.region_code, tier.tier_code, month.month_start
