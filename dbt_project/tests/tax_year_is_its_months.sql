-- Invariants 1 and 10: the year's contribution over an enterprise's regions is that of its months in the fact.
with year as (
    select
        enterprise_id,
        year_number,
        sum(tax_contribution_cny) as amount_cny,
        sum(tax_without_cit_cny) as without_cit_cny
    from {{ ref('shared_tax_year') }}
    group by enterprise_id, year_number
),

fact as (
    select
        enterprise_id,
        year_number,
        sum(tax_cny) as amount_cny,
        sum(tax_without_cit_cny) as without_cit_cny
    from {{ ref('fct_parcel_enterprise_year') }}
    where enterprise_id <> 'NO_ENTERPRISE'
    group by enterprise_id, year_number
)

select
    coalesce(year.enterprise_id, fact.enterprise_id) as enterprise_id,
    coalesce(year.year_number, fact.year_number) as year_number,
    year.amount_cny as year_cny,
    fact.amount_cny as months_cny
from year
full outer join fact on year.enterprise_id = fact.enterprise_id and year.year_number = fact.year_number
where
    coalesce(year.amount_cny, 0) <> coalesce(fact.amount_cny, 0)
    or coalesce(year.without_cit_cny, 0) <> coalesce(fact.without_cit_cny, 0)
