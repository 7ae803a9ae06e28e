-- Invariant 3: tax is 0 only where the state of the enterprise in the region says so; unknown and not local never
-- become 0, in the year's state and in the fact.
select
    enterprise_id,
    region_code,
    year_number
from {{ ref('shared_tax_year') }}
where
    (tax_state = 'unknown' and tax_contribution_cny is not null and not is_unresolved)
    or (tax_contribution_cny is null) <> (tax_without_cit_cny is null)
    or (tax_state = 'zero' and tax_contribution_cny is distinct from 0)
    or (tax_state = 'paid' and tax_contribution_cny is null)
union all
select
    fact.enterprise_id,
    null as region_code,
    fact.year_number
from (
    select
        enterprise_id,
        year_number
    from {{ ref('fct_parcel_enterprise_year') }}
    where tax_cny is not null
    group by enterprise_id, year_number
) as fact
left join (
    select
        enterprise_id,
        year_number
    from {{ ref('shared_tax_year') }}
    where tax_contribution_cny is not null
    group by enterprise_id, year_number
) as known on fact.enterprise_id = known.enterprise_id and fact.year_number = known.year_number
where known.enterprise_id is null and fact.enterprise_id <> 'NO_ENTERPRISE'
