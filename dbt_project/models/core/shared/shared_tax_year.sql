-- One row per enterprise, region and year of the mart: 税收实际贡献 there and its state not_local, paid, zero or unknown.
-- 0 is said only of a taxpayer in normal registration where all twelve planned deliveries of the year are there.
-- Who pays under a name no valid code is known for stays unknown, with what was paid: it may be another's.
-- Regions: the enterprise's own, those it is registered in for tax, and those it paid in.
with
newest_tax__registration as ({{ latest_rows(ref('stg_tax__registration')) }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
shared_delivery_month as (select * from {{ ref('shared_delivery_month') }}),
fct_tax_month as (select * from {{ ref('fct_tax_month') }}),
enterprise as not materialized (select * from {{ source('lake', 'enterprise') }}),

year as (
    select distinct year_number
    from dim_month
),

delivered as (
    select
        region_code,
        year_number,
        bool_and(is_received) and count(*) = 12 as is_complete
    from shared_delivery_month
    where list_code = 'tax.tax_paid'
    group by region_code, year_number
),

registered as (
    select
        registration.enterprise_id,
        registration.region_code,
        year.year_number,
        bool_or(coalesce(registration.is_consolidated_elsewhere, false)) as is_not_local,
        coalesce(
            bool_and(coalesce(delivered.is_complete, false)) filter (where registration.registration_status = '正常'),
            false
        ) as is_zero_when_absent
    from newest_tax__registration as registration
    cross join year
    left join delivered
        on registration.region_code = delivered.region_code and year.year_number = delivered.year_number
    where registration.enterprise_id <> 'NO_ENTERPRISE'
    group by registration.enterprise_id, registration.region_code, year.year_number
),

paid as (
    select
        tax.enterprise_id,
        tax.region_code,
        month.year_number,
        cast(sum(tax.amount_cny) as decimal(18, 2)) as amount_cny,
        cast(coalesce(sum(tax.amount_cny) filter (where not tax.is_income_tax), 0) as decimal(18, 2))
            as without_cit_cny
    from fct_tax_month as tax
    inner join dim_month as month on tax.month_start = month.month_start
    where tax.is_contribution and tax.enterprise_id <> 'NO_ENTERPRISE'
    group by tax.enterprise_id, tax.region_code, month.year_number
),

spine as (
    select
        enterprise.enterprise_id,
        enterprise.region_code,
        year.year_number
    from enterprise
    cross join year
    union
    select
        enterprise_id,
        region_code,
        year_number
    from registered
    union
    select
        enterprise_id,
        region_code,
        year_number
    from paid
),

stated as (
    select
        spine.enterprise_id,
        spine.region_code,
        spine.year_number,
        case
            when registered.is_not_local then 'not_local'
            when enterprise.anchor_kind <> 'uscc' then 'unknown'
            when paid.enterprise_id is not null then 'paid'
            when registered.is_zero_when_absent then 'zero'
            else 'unknown'
        end as tax_state,
        coalesce(enterprise.anchor_kind <> 'uscc', false) as is_unresolved,
        paid.amount_cny as paid_cny,
        paid.without_cit_cny as paid_without_cit_cny
    from spine
    left join enterprise on spine.enterprise_id = enterprise.enterprise_id
    left join registered
        on
            spine.enterprise_id = registered.enterprise_id
            and spine.region_code = registered.region_code
            and spine.year_number = registered.year_number
    left join paid
        on
            spine.enterprise_id = paid.enterprise_id
            and spine.region_code = paid.region_code
            and spine.year_number = paid.year_number
)

select
    enterprise_id,
    region_code,
    year_number,
    tax_state,
    case when tax_state = 'zero' then 0 else paid_cny end as tax_contribution_cny,
    case when tax_state = 'zero' then 0 else paid_without_cit_cny end as tax_without_cit_cny,
    tax_state = 'paid' and paid_cny < 0 as is_net_refund,
    is_unresolved
from stated
