-- One row per enterprise, area (county or region) and month: contribution to be shared over its land there.
select
    enterprise_id,
    coalesce(county_code, region_code) as area_code,
    paid_month as month_start,
    cast(sum(amount_cny) as decimal(18, 2)) as amount_cny
from {{ ref('fct_tax_payment') }}
where is_contribution and not is_of_named_parcel
group by enterprise_id, coalesce(county_code, region_code), paid_month
