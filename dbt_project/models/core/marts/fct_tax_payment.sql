-- One row per accepted row of 税收入库明细 (tax.tax_paid), as received, with keys, lineage and whether it counts.
with
stg_tax__tax_paid as (select * from {{ ref('stg_tax__tax_paid') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
ref_division as (select * from {{ ref('ref_division') }}),
int_tax_rule as (select * from {{ ref('int_tax_rule') }}),

paid as (
    select
        *,
        cast(date_trunc('month', coalesce(paid_date, period_start)) as date) as paid_month
    from stg_tax__tax_paid
)

select
    paid.enterprise_id,
    paid.parcel_id,
    -- A firm at home in another region has no county here: its tax of this region is not its home county's.
    coalesce(
        paid.county_code,
        case when paid.region_code in (division.parent_code, division.division_code) then division.division_code end
    ) as county_code,
    paid.paid_month,
    paid.tax_type,
    coalesce(rule.is_contribution, false) as is_contribution,
    coalesce(rule.is_income_tax, false) as is_income_tax,
    coalesce(rule.is_parcel_tax, false) and paid.parcel_id <> 'NO_PARCEL' as is_of_named_parcel,
    rule.rule_version,
    paid.amount_cny,
    paid.taxpayer_uscc,
    paid.taxpayer_name,
    paid.county_name,
    paid.accrual_month,
    paid.paid_date,
    paid.land_code,
    paid.note,
    paid.batch_id,
    paid.sheet,
    paid.line,
    paid.region_code,
    paid.part,
    paid.period,
    paid.period_start,
    paid.period_end,
    paid.received_at
from paid
left join dim_enterprise as enterprise on paid.enterprise_id = enterprise.enterprise_id
left join ref_division as division on enterprise.county_code = division.division_code
left join int_tax_rule as rule
    on
        paid.region_code = rule.region_code
        and paid.tax_type = rule.tax_type
        and paid.paid_month = rule.paid_month
