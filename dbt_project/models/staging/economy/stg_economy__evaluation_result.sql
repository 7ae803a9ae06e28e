-- One row per accepted row of 亩均效益综合评价结果 (economy.evaluation_result) in every winning batch, with the key of the
-- enterprise it names. The list has one row per enterprise and evaluated year, with values, scores and grades as
-- published.
-- Generated from ingest/contracts/economy/evaluation_result.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.enterprise_uscc,
    src.enterprise_name,
    src.data_year,
    src.unit_no,
    src.unit_kind,
    src.county_name,
    src.town_name,
    src.industry_name,
    src.evaluation_group,
    src.land_area_sqm,
    src.tax_wan_cny_per_mu,
    src.tax_score,
    src.value_added_wan_cny_per_mu,
    src.value_added_score,
    src.productivity_wan_cny_per_person,
    src.productivity_score,
    src.rd_share_pct,
    src.rd_score,
    src.value_added_wan_cny_per_tce,
    src.energy_score,
    src.value_added_wan_cny_per_t,
    src.emission_score,
    src.tax_wan_cny_per_10k_kwh,
    src.power_score,
    src.revenue_wan_cny_per_mu,
    src.revenue_score,
    src.total_score,
    src.adjustment_pct,
    src.adjustment_score,
    src.final_score,
    src.initial_grade,
    src.adjusted_grade,
    src.is_manually_adjusted,
    src.final_grade,
    src.adjustment_reason,
    src.published_date,
    src.effective_from_date,
    src.effective_to_date,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'economy__evaluation_result') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
