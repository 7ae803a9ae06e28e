-- Invariant 1: every parcel and every enterprise any list names has a row in every month; a parcel that another took the
-- place of is its successor's from then on.
select
    'parcel' as kind,
    parcel.parcel_id as id,
    month.month_start
from {{ ref('dim_parcel') }} as parcel
cross join {{ ref('dim_month') }} as month
left join {{ ref('fct_parcel_enterprise') }} as fact
    on parcel.parcel_id = fact.parcel_id and month.month_start = fact.month_start
where parcel.parcel_id <> 'NO_PARCEL' and not parcel.is_superseded and fact.parcel_id is null
union all
select
    'enterprise' as kind,
    enterprise.enterprise_id as id,
    month.month_start
from {{ ref('dim_enterprise') }} as enterprise
cross join {{ ref('dim_month') }} as month
left join {{ ref('fct_parcel_enterprise') }} as fact
    on enterprise.enterprise_id = fact.enterprise_id and month.month_start = fact.month_start
where enterprise.enterprise_id <> 'NO_ENTERPRISE' and fact.enterprise_id is null
