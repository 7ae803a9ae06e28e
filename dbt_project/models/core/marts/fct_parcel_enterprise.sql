-- One row per parcel, enterprise and month: land and floor by tenure on the month's last day, the tax and power
-- allocated to it, and what the figures rest on. Every parcel that exists then and every enterprise has a row, with
-- NO_ENTERPRISE or NO_PARCEL where nothing is known.
{% set land = [
    'land_own_sqm', 'land_leased_in_sqm', 'land_leased_out_sqm', 'land_other_sqm', 'land_sqm', 'floor_own_sqm',
    'floor_leased_in_sqm', 'floor_leased_out_sqm', 'land_basis'
] %}
{% set flags = ['is_landlord_only', 'has_user_of_unknown_land', 'is_one_sided'] %}
with
int_tax_allocation as (select * from {{ ref('int_tax_allocation') }}),
int_power_allocation as (select * from {{ ref('int_power_allocation') }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
shared_tax_year as not materialized (select * from {{ ref('shared_tax_year') }}),
shared_delivery_month as (select * from {{ ref('shared_delivery_month') }}),
enterprise as (select * from {{ source('lake', 'enterprise') }}),

flow as (
    select
        coalesce(tax.parcel_id, power.parcel_id) as parcel_id,
        coalesce(tax.enterprise_id, power.enterprise_id) as enterprise_id,
        coalesce(tax.month_start, power.month_start) as month_start,
        tax.amount_cny,
        tax.without_cit_cny,
        power.power_kwh
    from int_tax_allocation as tax
    full outer join int_power_allocation as power
        on
            tax.parcel_id = power.parcel_id
            and tax.enterprise_id = power.enterprise_id
            and tax.month_start = power.month_start
),

known as (
    select
        coalesce(land.parcel_id, flow.parcel_id) as parcel_id,
        coalesce(land.enterprise_id, flow.enterprise_id) as enterprise_id,
        coalesce(land.month_start, flow.month_start) as month_start,
        {% for column in land %}
        land.{{ column }},
        {% endfor %}
        coalesce(land.is_land_unknown, true) as is_land_unknown,
        {% for flag in flags %}
        coalesce(land.{{ flag }}, false) as {{ flag }},
        {% endfor %}
        flow.amount_cny,
        flow.without_cit_cny,
        flow.power_kwh
    from shared_land_month as land
    full outer join (
        select inside.*
        from flow as inside
        inner join dim_month as month on inside.month_start = month.month_start
    ) as flow
        on
            land.parcel_id = flow.parcel_id
            and land.enterprise_id = flow.enterprise_id
            and land.month_start = flow.month_start
),

-- A month without tax is 0 only where every region that taxes the enterprise knows it and has delivered the month.
taxed as (
    select
        enterprise_id,
        year_number
    from shared_tax_year
    where tax_state <> 'not_local'
    group by enterprise_id, year_number
    having bool_and(tax_state in ('paid', 'zero'))
),

undelivered as (
    select distinct
        tax_year.enterprise_id,
        month.month_start
    from shared_tax_year as tax_year
    inner join dim_month as month on tax_year.year_number = month.year_number
    left join shared_delivery_month as delivery
        on
            tax_year.region_code = delivery.region_code
            and month.month_start = delivery.month_start
            and delivery.list_code = 'tax.tax_paid'
    where tax_year.tax_state in ('paid', 'zero') and not coalesce(delivery.is_received, false)
),

placed as (
    select known.*
    from known
    union all
    select
        'NO_PARCEL',
        enterprise.enterprise_id,
        month.month_start,
        {% for column in land %}
        null,
        {% endfor %}
        true,
        {% for flag in flags %}
        false,
        {% endfor %}
        null,
        null,
        null
    from enterprise
    cross join dim_month as month
    left join known
        on enterprise.enterprise_id = known.enterprise_id and month.month_start = known.month_start
    where known.enterprise_id is null
)

select
    placed.parcel_id,
    placed.enterprise_id,
    placed.month_start,
    {% for column in land + ['is_land_unknown'] + flags %}
    placed.{{ column }},
    {% endfor %}
    {% for tax, amount in {'tax_cny': 'amount_cny', 'tax_without_cit_cny': 'without_cit_cny'}.items() %}
    cast(case
        when placed.{{ amount }} is not null then placed.{{ amount }}
        when taxed.enterprise_id is not null and undelivered.enterprise_id is null then 0
    end as decimal(18, 2)) as {{ tax }},
    {% endfor %}
    placed.power_kwh
from placed
left join taxed
    on placed.enterprise_id = taxed.enterprise_id and year(placed.month_start) = taxed.year_number
left join undelivered
    on placed.enterprise_id = undelivered.enterprise_id and placed.month_start = undelivered.month_start
