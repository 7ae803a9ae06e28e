-- One row per enterprise, region and data year: 税收实际贡献 and land of the twelve months to the status date, only where
-- all twelve are in the mart and their taxes delivered. It stands beside the year's figure and is never banded.
with span as (
    select
        year.data_year,
        year.status_month,
        month.month_start
    from {{ ref('shared_data_year') }} as year
    inner join {{ ref('dim_month') }} as month
        on month.month_start between cast(year.status_month - interval 11 month as date) and year.status_month
),

complete as (
    select
        span.data_year,
        span.status_month,
        delivery.region_code
    from span
    inner join {{ ref('shared_delivery_month') }} as delivery
        on span.month_start = delivery.month_start and delivery.list_code = 'tax.tax_paid'
    group by span.data_year, span.status_month, delivery.region_code
    having count(*) = 12 and bool_and(delivery.is_received)
),

paid as (
    select
        tax.enterprise_id,
        tax.region_code,
        span.data_year,
        sum(tax.amount_cny) as tax_cny
    from {{ ref('fct_tax_month') }} as tax
    inner join span on tax.month_start = span.month_start
    where tax.is_contribution and tax.enterprise_id <> 'NO_ENTERPRISE'
    group by tax.enterprise_id, tax.region_code, span.data_year
),

land as (
    select
        land.enterprise_id,
        parcel.region_code,
        span.data_year,
        sum(land.land_sqm) as land_sqm_months
    from {{ ref('shared_land_month') }} as land
    inner join span on land.month_start = span.month_start
    inner join {{ ref('shared_parcel') }} as parcel on land.parcel_id = parcel.parcel_id
    where land.enterprise_id <> 'NO_ENTERPRISE'
    group by land.enterprise_id, parcel.region_code, span.data_year
)

select
    coalesce(paid.enterprise_id, land.enterprise_id) as enterprise_id,
    complete.region_code,
    complete.data_year,
    complete.status_month as rolling_month,
    cast(paid.tax_cny as decimal(18, 2)) as tax_cny,
    cast(land.land_sqm_months as decimal(18, 4)) as land_sqm_months
from paid
full outer join land
    on
        paid.enterprise_id = land.enterprise_id
        and paid.region_code = land.region_code
        and paid.data_year = land.data_year
inner join complete
    on
        coalesce(paid.region_code, land.region_code) = complete.region_code
        and coalesce(paid.data_year, land.data_year) = complete.data_year
