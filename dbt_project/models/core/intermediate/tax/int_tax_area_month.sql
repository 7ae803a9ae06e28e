-- One row per enterprise, area (county or region), month and parcel the tax names (NO_PARCEL: none, to be shared over
-- its land there): contribution with and without 企业所得税. A former code means the parcel in its place that month; one
-- that was split since names no single parcel and is shared.
with
fct_tax_payment as (select * from {{ ref('fct_tax_payment') }}),
int_parcel_alias as (select * from {{ ref('int_parcel_alias') }}),

placed as (
    select
        tax.enterprise_id,
        coalesce(tax.county_code, tax.region_code) as area_code,
        tax.paid_month as month_start,
        coalesce(alias.valid_parcel_id, 'NO_PARCEL') as parcel_id,
        tax.is_income_tax,
        tax.amount_cny
    from fct_tax_payment as tax
    left join int_parcel_alias as alias
        on
            -- As a key, not as a condition of its own: that would compare every row with every parcel.
            case when tax.is_of_named_parcel then tax.parcel_id end = alias.parcel_id
            and last_day(tax.paid_month) between alias.valid_from_date and alias.valid_to_date
    where tax.is_contribution
)

select
    enterprise_id,
    area_code,
    month_start,
    parcel_id,
    cast(sum(amount_cny) as decimal(18, 2)) as amount_cny,
    cast(coalesce(sum(amount_cny) filter (where not is_income_tax), 0) as decimal(18, 2)) as without_cit_cny
from placed
group by enterprise_id, area_code, month_start, parcel_id
