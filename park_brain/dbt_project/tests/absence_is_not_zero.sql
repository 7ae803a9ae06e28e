-- Invariant 3: tax is 0 only where the state says so; unknown and not local never become 0.
select
    enterprise_id,
    year_number
from {{ ref('int_tax_year') }}
where
    (tax_state = 'unknown' and tax_contribution_cny is not null)
    or (tax_state = 'zero' and tax_contribution_cny is distinct from 0)
    or (tax_state = 'paid' and tax_contribution_cny is null)
