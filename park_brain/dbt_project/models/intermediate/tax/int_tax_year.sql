-- One row per enterprise and year of the mart: 税收实际贡献 and its state not_local, paid, zero or unknown.
-- 0 is said only of a taxpayer in normal registration where all twelve planned deliveries of the year are there.
with year as (
    select distinct year_number
    from {{ ref('dim_month') }}
),

delivered as (
    select
        region_code,
        year_number,
        bool_and(is_received) and count(*) = 12 as is_complete
    from {{ ref('int_tax_delivery') }}
    group by region_code, year_number
),

registered as (
    select
        registration.enterprise_id,
        year.year_number,
        bool_or(coalesce(registration.is_consolidated_elsewhere, false)) as is_not_local,
        coalesce(
            bool_and(coalesce(delivered.is_complete, false)) filter (where registration.registration_status = '正常'),
            false
        ) as is_zero_when_absent
    from ({{ latest_rows(ref('stg_tax__registration')) }}) as registration
    cross join year
    left join delivered
        on registration.region_code = delivered.region_code and year.year_number = delivered.year_number
    group by registration.enterprise_id, year.year_number
),

paid as (
    select
        enterprise_id,
        cast(year(month_start) as integer) as year_number,
        cast(sum(amount_cny) as decimal(18, 2)) as amount_cny
    from {{ ref('fct_tax_month') }}
    where is_contribution
    group by enterprise_id, cast(year(month_start) as integer)
),

stated as (
    select
        enterprise.enterprise_id,
        year.year_number,
        case
            when registered.is_not_local then 'not_local'
            when paid.enterprise_id is not null then 'paid'
            when registered.is_zero_when_absent then 'zero'
            else 'unknown'
        end as tax_state,
        paid.amount_cny as paid_cny
    from {{ source('lake', 'enterprise') }} as enterprise
    cross join year
    left join registered
        on enterprise.enterprise_id = registered.enterprise_id and year.year_number = registered.year_number
    left join paid on enterprise.enterprise_id = paid.enterprise_id and year.year_number = paid.year_number
)

select
    enterprise_id,
    year_number,
    tax_state,
    case when tax_state = 'zero' then 0 else paid_cny end as tax_contribution_cny
from stated
