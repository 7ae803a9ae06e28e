-- One row per enterprise, region, month of payment and tax type, counting or not; refunds are in the sum and beside it.
with
fct_tax_payment as (select * from {{ ref('fct_tax_payment') }})

select
    enterprise_id,
    region_code,
    paid_month as month_start,
    tax_type,
    is_contribution,
    is_income_tax,
    cast(sum(amount_cny) as decimal(18, 2)) as amount_cny,
    cast(sum(least(amount_cny, 0)) as decimal(18, 2)) as refund_cny,
    count(*) as row_count
from fct_tax_payment
group by enterprise_id, region_code, paid_month, tax_type, is_contribution, is_income_tax
