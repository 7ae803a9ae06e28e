-- One row per enterprise on the 低效企业治理清单 (嵊州) or 亩均低效治理清单 (诸暨) in the newest month of the mart: its band
-- (bands exclude one another; the flags of 5, 10 and 15 万元 of the plan contain the lower ones) and figures.
with
policy_tier as not materialized (select * from {{ ref('policy_tier') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_list_now as (select * from {{ ref('int_list_now') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
gov_enterprise as (select * from {{ ref('gov_enterprise') }}),

-- One row per region, band and month: the names of all bands of the plan that contain it. The plan's words are
-- cumulative (10 万元以下 contains 5 万元以下), the bands of the seed exclude one another.
cumulative_tier as (
    select
        tier.region_code,
        tier.tier_code,
        month.month_start,
        string_agg(
            wider.tier_zh || '（' || cast(cast(wider.upper_value as decimal(18, 0)) as varchar) || '万元以下）', '、'
            order by wider.upper_value
        ) as tiers_zh
    from policy_tier as tier
    inner join dim_month as month on {{ in_force('tier', 'month.month_end') }}
    inner join policy_tier as wider
        on
            tier.region_code = wider.region_code
            and {{ in_force('wider', 'month.month_end') }}
            and wider.upper_value >= tier.upper_value
    group by tier.region_code, tier.tier_code, month.month_start
)

select
    {{ list_columns() }},
    now.enterprise_id,
    enterprise.enterprise_name,
    enterprise.uscc,
    governed.county_code,
    governed.town_name,
    enterprise.industry_name,
    now.band_code,
    tier.tier_zh as band_zh,
    tier.action_zh,
    cumulative.tiers_zh as cumulative_tiers_zh,
    governed.tax_cny,
    governed.tax_state,
    governed.is_net_refund,
    governed.land_sqm_months,
    governed.tax_wan_cny_per_mu,
    governed.is_borderline,
    governed.rolling_month,
    governed.rolling_tax_wan_cny_per_mu,
    governed.official_grade,
    governed.is_last_grade_in_force,
    governed.is_on_roster
from int_list_now as now
inner join dim_enterprise as enterprise on now.enterprise_id = enterprise.enterprise_id
inner join gov_enterprise as governed
    on
        now.enterprise_id = governed.enterprise_id
        and now.region_code = governed.region_code
        and now.data_year = governed.data_year
left join policy_tier as tier
    on
        now.region_code = tier.region_code
        and now.band_code = tier.tier_code
        and {{ in_force('tier', 'last_day(now.month_start)') }}
left join cumulative_tier as cumulative
    on
        now.region_code = cumulative.region_code
        and now.band_code = cumulative.tier_code
        and now.month_start = cumulative.month_start
where now.governance_list_code = 'low_efficiency'
