-- One row per enterprise, region, month of payment and tax type, counting or not.
select
    enterprise_id,
    region_code,
    paid_month as month_start,
    tax_type,
    is_contribution,
    cast(sum(amount_cny) as decimal(18, 2)) as amount_cny,
    count(*) as row_count
from {{ ref('fct_tax_payment') }}
group by enterprise_id, region_code, paid_month, tax_type, is_contribution
