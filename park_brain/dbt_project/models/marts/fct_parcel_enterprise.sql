-- One row per parcel, enterprise and month: land by tenure on the month's last day and the tax allocated to it.
-- Every parcel and every enterprise has a row each month, with NO_ENTERPRISE or NO_PARCEL where nothing is known.
with known as (
    select
        coalesce(land.parcel_id, tax.parcel_id) as parcel_id,
        coalesce(land.enterprise_id, tax.enterprise_id) as enterprise_id,
        coalesce(land.month_start, tax.month_start) as month_start,
        land.land_own_sqm,
        land.land_leased_in_sqm,
        land.land_leased_out_sqm,
        land.land_sqm,
        coalesce(land.is_land_unknown, true) as is_land_unknown,
        tax.amount_cny
    from {{ ref('int_land_month') }} as land
    full outer join (
        select allocation.*
        from {{ ref('int_tax_allocation') }} as allocation
        inner join {{ ref('dim_month') }} as month on allocation.month_start = month.month_start
    ) as tax
        on
            land.parcel_id = tax.parcel_id
            and land.enterprise_id = tax.enterprise_id
            and land.month_start = tax.month_start
),

-- A month without tax is 0 only where every region that taxes the enterprise knows it and has delivered the month.
taxed as (
    select
        enterprise_id,
        year_number
    from {{ ref('int_tax_year') }}
    where tax_state <> 'not_local'
    group by enterprise_id, year_number
    having bool_and(tax_state in ('paid', 'zero'))
),

undelivered as (
    select distinct
        tax_year.enterprise_id,
        month.month_start
    from {{ ref('int_tax_year') }} as tax_year
    inner join {{ ref('dim_month') }} as month on tax_year.year_number = month.year_number
    left join {{ ref('int_tax_delivery') }} as delivery
        on tax_year.region_code = delivery.region_code and month.month_start = delivery.month_start
    where tax_year.tax_state in ('paid', 'zero') and not coalesce(delivery.is_received, false)
),

spine as (
    select
        enterprise.enterprise_id,
        month.month_start,
        month.year_number
    from {{ source('lake', 'enterprise') }} as enterprise
    cross join {{ ref('dim_month') }} as month
),

placed as (
    select
        coalesce(known.parcel_id, 'NO_PARCEL') as parcel_id,
        spine.enterprise_id,
        spine.month_start,
        known.land_own_sqm,
        known.land_leased_in_sqm,
        known.land_leased_out_sqm,
        known.land_sqm,
        coalesce(known.is_land_unknown, true) as is_land_unknown,
        case
            when known.amount_cny is not null then known.amount_cny
            when taxed.enterprise_id is not null and undelivered.enterprise_id is null then 0
        end as tax_cny
    from spine
    left join known
        on spine.enterprise_id = known.enterprise_id and spine.month_start = known.month_start
    left join taxed on spine.enterprise_id = taxed.enterprise_id and spine.year_number = taxed.year_number
    left join undelivered
        on spine.enterprise_id = undelivered.enterprise_id and spine.month_start = undelivered.month_start
)

select
    parcel_id,
    enterprise_id,
    month_start,
    land_own_sqm,
    land_leased_in_sqm,
    land_leased_out_sqm,
    land_sqm,
    is_land_unknown,
    cast(tax_cny as decimal(18, 2)) as tax_cny
from placed
union all
select
    parcel_id,
    enterprise_id,
    month_start,
    land_own_sqm,
    land_leased_in_sqm,
    land_leased_out_sqm,
    land_sqm,
    is_land_unknown,
    cast(amount_cny as decimal(18, 2)) as tax_cny
from known
where enterprise_id = 'NO_ENTERPRISE'
