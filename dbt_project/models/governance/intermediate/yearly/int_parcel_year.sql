-- One row per parcel and data year in which it exists: its land, the tax of all its occupants, and whether 亩均税收 may be
-- judged: only where the tax of everybody who uses land of it is known. Land in 建设期 pays no tax yet, and a parcel
-- nobody uses has no taxpayer: neither is low-efficiency for that.
with
dim_parcel as (select * from {{ ref('dim_parcel') }}),
shared_data_year as (select * from {{ ref('shared_data_year') }}),
shared_land_year as (select * from {{ ref('shared_land_year') }}),
fct_parcel_enterprise_year as (select * from {{ ref('fct_parcel_enterprise_year') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
shared_tax_year as (select * from {{ ref('shared_tax_year') }}),
int_tax_year_delivery as (select * from {{ ref('int_tax_year_delivery') }}),

parcel as (
    select
        dim.parcel_id,
        dim.region_code,
        dim.is_under_construction,
        dim.land_area_sqm,
        year.data_year,
        year.status_month,
        year.status_date,
        {{ valid_on('dim', 'year.status_date') }} as is_existing
    from dim_parcel as dim
    cross join shared_data_year as year
    where
        dim.parcel_id <> 'NO_PARCEL'
        and coalesce(dim.valid_from_date <= year.status_date, true)
        and coalesce(year(dim.valid_to_date) >= year.data_year, true)
),

land as (
    select
        parcel_id,
        year_number,
        cast(sum(land_sqm_months) as decimal(18, 4)) as land_sqm_months,
        bool_or(land_sqm_months is null) as is_land_unknown
    from shared_land_year
    group by parcel_id, year_number
),

occupant as (
    select
        fact.parcel_id,
        fact.year_number,
        cast(sum(fact.tax_cny) as decimal(18, 2)) as tax_cny,
        count(*) filter (where fact.land_sqm_months > 0) as user_count,
        bool_or(tax.tax_state = 'not_local') filter (where fact.land_sqm_months > 0) as has_not_local,
        bool_or(coalesce(tax.tax_state, 'unknown') = 'unknown') filter (where fact.land_sqm_months > 0)
            as has_unknown_tax
    from fct_parcel_enterprise_year as fact
    inner join shared_parcel as parcel on fact.parcel_id = parcel.parcel_id
    left join shared_tax_year as tax
        on
            fact.enterprise_id = tax.enterprise_id
            and parcel.region_code = tax.region_code
            and fact.year_number = tax.year_number
    where fact.enterprise_id <> 'NO_ENTERPRISE'
    group by fact.parcel_id, fact.year_number
)

select
    parcel.parcel_id,
    parcel.region_code,
    parcel.data_year,
    parcel.status_month,
    parcel.status_date,
    parcel.is_existing,
    parcel.land_area_sqm,
    land.land_sqm_months,
    occupant.tax_cny,
    coalesce(occupant.user_count, 0) as user_count,
    case
        when parcel.is_under_construction then 'under_construction'
        when not coalesce(delivery.is_complete, false) then 'unknown_tax'
        when coalesce(occupant.user_count, 0) = 0 then 'no_occupant'
        when occupant.has_not_local then 'manual_review'
        when occupant.has_unknown_tax then 'unknown_tax'
        when land.is_land_unknown or not coalesce(land.land_sqm_months > 0, false) then 'no_land'
        else 'evaluable'
    end as evaluable_state
from parcel
left join land on parcel.parcel_id = land.parcel_id and parcel.data_year = land.year_number
left join occupant on parcel.parcel_id = occupant.parcel_id and parcel.data_year = occupant.year_number
left join int_tax_year_delivery as delivery
    on parcel.region_code = delivery.region_code and parcel.data_year = delivery.data_year
