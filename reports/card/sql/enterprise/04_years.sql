-- 年度效益: one row per data year: own tax per land in own use; NULL where either is unknown.
select
    year_number as "年度",
    in_mu(sum(land_sqm_months) / 12) as "年用地（亩）",
    max(tax_state) as "税收状态",
    in_wan(sum(tax_cny)) as "税收实际贡献（万元）",
    per_mu(sum(tax_cny), sum(land_sqm_months) / 12) as "亩均税收（万元/亩）",
    in_wan(sum(value_added_cny)) as "增加值（万元）",
    per_mu(sum(value_added_cny), sum(land_sqm_months) / 12) as "亩均增加值（万元/亩）",
    in_wan(sum(revenue_cny)) as "营业收入（万元）",
    sum(energy_tce) as "能耗（吨标煤）",
    sum(staff_avg_count) as "平均用工"
from fct_parcel_enterprise_year
where enterprise_id = $1
group by year_number
order by year_number desc
