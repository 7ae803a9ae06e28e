-- Invariant 1: every enterprise any list names has a row in every month, every parcel in every month at whose end it is
-- there; every parcel that any month has is in the yearly fact too.
{{ config(group='core') }}
select
    'parcel' as kind,
    span.parcel_id as id,
    month.month_start
from {{ ref('int_parcel_span') }} as span
inner join {{ ref('dim_month') }} as month on month.month_end between span.valid_from_date and span.valid_to_date
left join {{ ref('fct_parcel_enterprise') }} as fact
    on span.parcel_id = fact.parcel_id and month.month_start = fact.month_start
where fact.parcel_id is null
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
union all
select distinct
    'year' as kind,
    fact.parcel_id || ' ' || fact.enterprise_id as id,
    date_trunc('year', fact.month_start) as month_start
from {{ ref('fct_parcel_enterprise') }} as fact
left join {{ ref('fct_parcel_enterprise_year') }} as yearly
    on
        fact.parcel_id = yearly.parcel_id
        and fact.enterprise_id = yearly.enterprise_id
        and year(fact.month_start) = yearly.year_number
where yearly.parcel_id is null
