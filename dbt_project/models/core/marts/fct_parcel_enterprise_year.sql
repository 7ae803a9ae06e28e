-- One row per parcel, enterprise and data year: its land (month-ends, 12-31, evaluated), the year's tax and power,
-- and its figures of 年报 and emissions shared by that land, exactly. The tax state is that of the enterprise's own
-- region; shared_tax_year has it for each region.
{% set land = [
    'land_sqm_months', 'land_leased_out_sqm_months', 'land_year_end_sqm', 'land_evaluated_sqm', 'present_months'
] %}
{% set shares = [
    'output_value_cny', 'value_added_cny', 'revenue_cny', 'rd_cny', 'energy_tce', 'staff_avg_count', 'wastewater_t',
    'cod_t', 'ammonia_nitrogen_t', 'so2_t', 'nox_t', 'vocs_t', 'pollution_equivalent_t'
] %}
with
shared_tax_year as not materialized (select * from {{ ref('shared_tax_year') }}),
shared_enterprise_land_year as (select * from {{ ref('shared_enterprise_land_year') }}),
policy_tier as (select * from {{ ref('policy_tier') }}),
policy_parameter as (select * from {{ ref('policy_parameter') }}),
fct_parcel_enterprise as (select * from {{ ref('fct_parcel_enterprise') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_year_share as (select * from {{ ref('int_year_share') }}),
shared_land_year as (select * from {{ ref('shared_land_year') }}),
enterprise as (select * from {{ source('lake', 'enterprise') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),

-- One row per enterprise, region and year whose 亩均税收 (own tax / own evaluated land) lies so near a bound of the
-- region's bands that it is to be looked at by hand (临界). The ratio is compared unrounded, in exact decimals.
borderline as (
    select distinct
        tax.enterprise_id,
        tax.region_code,
        tax.year_number
    from shared_tax_year as tax
    inner join shared_enterprise_land_year as land
        on
            tax.enterprise_id = land.enterprise_id
            and tax.region_code = land.region_code
            and tax.year_number = land.year_number
    inner join policy_tier as tier
        on
            tax.region_code = tier.region_code
            and {{ in_force('tier', 'make_date(tax.year_number, 12, 31)') }}
    inner join policy_parameter as distance
        on
            distance.parameter_code = 'borderline_distance'
            and distance.region_code = '*'
            and {{ in_force('distance', 'make_date(tax.year_number, 12, 31)') }}
    where
        tax.tax_state in ('paid', 'zero')
        and land.land_evaluated_sqm > 0
        and not land.is_land_unknown
        -- Four decimals of 元/㎡ keep the products inside 38 digits: the distance has ten.
        and abs(
            tax.tax_contribution_cny
            - cast({{ cny_per_sqm('tier.upper_value') }} as decimal(18, 4))
            * cast(land.land_evaluated_sqm as decimal(20, 4))
        )
        < cast({{ cny_per_sqm('distance.number_value') }} as decimal(9, 4))
        * cast(land.land_evaluated_sqm as decimal(20, 4))
),

flow as (
    select
        fact.parcel_id,
        fact.enterprise_id,
        month.year_number,
        cast({{ sum_over_time('fct_parcel_enterprise', 'tax_cny') }} as decimal(18, 2)) as tax_cny,
        cast({{ sum_over_time('fct_parcel_enterprise', 'tax_without_cit_cny') }} as decimal(18, 2))
            as tax_without_cit_cny,
        cast({{ sum_over_time('fct_parcel_enterprise', 'power_kwh') }} as decimal(18, 4)) as power_kwh
    from fct_parcel_enterprise as fact
    inner join dim_month as month on fact.month_start = month.month_start
    group by fact.parcel_id, fact.enterprise_id, month.year_number
),

joined as (
    select
        coalesce(flow.parcel_id, share.parcel_id) as parcel_id,
        coalesce(flow.enterprise_id, share.enterprise_id) as enterprise_id,
        coalesce(flow.year_number, share.year_number) as year_number,
        flow.tax_cny,
        flow.tax_without_cit_cny,
        flow.power_kwh,
    {% for measure in shares %}
    share.{{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from flow
    full outer join int_year_share as share
        on
            flow.parcel_id = share.parcel_id
            and flow.enterprise_id = share.enterprise_id
            and flow.year_number = share.year_number
)

select
    joined.parcel_id,
    joined.enterprise_id,
    joined.year_number,
    {% for column in land %}
    land.{{ column }},
    {% endfor %}
    coalesce(land.is_land_unknown, true) as is_land_unknown,
    coalesce(land.is_landlord_only, false) as is_landlord_only,
    coalesce(land.has_user_of_unknown_land, false) as has_user_of_unknown_land,
    coalesce(land.is_one_sided, false) as is_one_sided,
    joined.tax_cny,
    joined.tax_without_cit_cny,
    tax_year.tax_state,
    coalesce(tax_year.is_net_refund, false) as is_net_refund,
    borderline.enterprise_id is not null as is_borderline,
    joined.power_kwh,
{% for measure in shares %}
joined.{{ measure }}{{ ',' if not loop.last }}
{% endfor %}
from joined
left join shared_land_year as land
    on
        joined.parcel_id = land.parcel_id
        and joined.enterprise_id = land.enterprise_id
        and joined.year_number = land.year_number
left join enterprise on joined.enterprise_id = enterprise.enterprise_id
left join shared_tax_year as tax_year
    on
        enterprise.enterprise_id = tax_year.enterprise_id
        and enterprise.region_code = tax_year.region_code
        and joined.year_number = tax_year.year_number
left join shared_parcel as parcel on joined.parcel_id = parcel.parcel_id
left join borderline
    on
        joined.enterprise_id = borderline.enterprise_id
        and parcel.region_code = borderline.region_code
        and joined.year_number = borderline.year_number
