-- One row per enterprise, region and data year: tax and land there, and whether 亩均税收 may be judged. Net refunds and
-- zero are; incomplete deliveries, an unresolved identity, or land of unknown size are not.
-- Regions: its own, those that tax it and those whose land it uses.
with
shared_data_year as not materialized (select * from {{ ref('shared_data_year') }}),
dim_month as (select * from {{ ref('dim_month') }}),
shared_delivery_month as (select * from {{ ref('shared_delivery_month') }}),
fct_tax_month as (select * from {{ ref('fct_tax_month') }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
shared_tax_year as not materialized (select * from {{ ref('shared_tax_year') }}),
shared_enterprise_land_year as not materialized (select * from {{ ref('shared_enterprise_land_year') }}),
int_tax_year_delivery as (select * from {{ ref('int_tax_year_delivery') }}),

span as (
    select
        year.data_year,
        year.status_month,
        month.month_start
    from shared_data_year as year
    inner join dim_month as month
        on month.month_start between cast(year.status_month - interval 11 month as date) and year.status_month
),

complete as (
    select
        span.data_year,
        span.status_month,
        delivery.region_code
    from span
    inner join shared_delivery_month as delivery
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
    from fct_tax_month as tax
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
    from shared_land_month as land
    inner join span on land.month_start = span.month_start
    inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
    where land.enterprise_id <> 'NO_ENTERPRISE'
    group by land.enterprise_id, parcel.region_code, span.data_year
),

-- One row per enterprise, region and data year: 税收实际贡献 and land of the twelve months to the status date, only where
-- all twelve are in the mart and their taxes delivered. It stands beside the year's figure and is never banded.
rolling_tax as (
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
),

place as (
    select distinct
        enterprise_id,
        region_code
    from shared_tax_year
    union
    select distinct
        enterprise_id,
        region_code
    from shared_enterprise_land_year
),

joined as (
    select
        place.enterprise_id,
        place.region_code,
        year.data_year,
        year.status_month,
        year.status_date,
        tax.tax_contribution_cny as tax_cny,
        case
            when tax.tax_state = 'not_local' then 'not_local'
            when coalesce(delivery.is_complete, false) then coalesce(tax.tax_state, 'unknown')
            else 'unknown'
        end as tax_state,
        coalesce(tax.is_net_refund, false) as is_net_refund,
        land.land_sqm_months,
        coalesce(land.is_land_unknown, false) as is_land_unknown,
        coalesce(land.is_landlord_only, false) as is_landlord_only
    from place
    cross join shared_data_year as year
    left join shared_tax_year as tax
        on
            place.enterprise_id = tax.enterprise_id
            and place.region_code = tax.region_code
            and year.data_year = tax.year_number
    left join int_tax_year_delivery as delivery
        on place.region_code = delivery.region_code and year.data_year = delivery.data_year
    left join shared_enterprise_land_year as land
        on
            place.enterprise_id = land.enterprise_id
            and place.region_code = land.region_code
            and year.data_year = land.year_number
)

select
    joined.*,
    case
        when joined.tax_state = 'not_local' then 'manual_review'
        when joined.tax_state = 'unknown' then 'unknown_tax'
        when joined.is_land_unknown or not coalesce(joined.land_sqm_months > 0, false) then 'no_land'
        else 'evaluable'
    end as evaluable_state,
    rolling.rolling_month,
    case when joined.tax_state in ('paid', 'zero') then coalesce(rolling.tax_cny, 0) else rolling.tax_cny end
        as rolling_tax_cny,
    rolling.land_sqm_months as rolling_land_sqm_months
from joined
left join rolling_tax as rolling
    on
        joined.enterprise_id = rolling.enterprise_id
        and joined.region_code = rolling.region_code
        and joined.data_year = rolling.data_year
