-- 年度效益: one row per data year: tax of all occupants per land of the parcel (docs/readings.md 1).
select
    year.year_number as "年度",
    in_mu(parcel.land_area_sqm) as "土地（亩）",
    count(*) filter (where year.enterprise_id <> 'NO_ENTERPRISE') as "用地企业数",
    count(*) filter (where year.tax_state = 'unknown') as "税收不明的企业",
    in_wan(sum(year.tax_cny)) as "税收实际贡献（万元）",
    per_mu(sum(year.tax_cny), parcel.land_area_sqm) as "亩均税收（万元/亩）",
    in_wan(sum(year.value_added_cny)) as "增加值（万元）",
    per_mu(sum(year.value_added_cny), parcel.land_area_sqm) as "亩均增加值（万元/亩）"
from fct_parcel_enterprise_year as year
inner join dim_parcel as parcel on year.parcel_id = parcel.parcel_id
where year.parcel_id = $1
group by year.year_number, parcel.land_area_sqm
order by year.year_number desc
