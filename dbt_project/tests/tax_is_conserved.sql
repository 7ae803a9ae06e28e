-- Invariants 1 and 10: what is allocated to parcels in a month is what the enterprise contributed, to the fen,
-- with and without 企业所得税.
with paid as (
    select
        tax.enterprise_id,
        tax.month_start,
        sum(tax.amount_cny) as amount_cny,
        coalesce(sum(tax.amount_cny) filter (where not tax.is_income_tax), 0) as without_cit_cny
    from {{ ref('fct_tax_month') }} as tax
    inner join {{ ref('dim_month') }} as month on tax.month_start = month.month_start
    where tax.is_contribution
    group by tax.enterprise_id, tax.month_start
),

allocated as (
    select
        enterprise_id,
        month_start,
        sum(tax_cny) as amount_cny,
        sum(tax_without_cit_cny) as without_cit_cny
    from {{ ref('fct_parcel_enterprise') }}
    group by enterprise_id, month_start
)

select
    coalesce(paid.enterprise_id, allocated.enterprise_id) as enterprise_id,
    paid.amount_cny as paid_cny,
    allocated.amount_cny as allocated_cny
from paid
full outer join allocated on paid.enterprise_id = allocated.enterprise_id and paid.month_start = allocated.month_start
where
    coalesce(paid.amount_cny, 0) <> coalesce(allocated.amount_cny, 0)
    or coalesce(paid.without_cit_cny, 0) <> coalesce(allocated.without_cit_cny, 0)
