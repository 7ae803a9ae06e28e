-- One row per region, tax type and month of payment that occurs: whether it counts as 税收实际贡献, by the rule in force
-- that month; a region's own rule goes before '*'.
with
stg_tax__tax_paid as (select * from {{ ref('stg_tax__tax_paid') }}),
tax_type as (select * from {{ ref('tax_type') }}),

occurring as (
    select distinct
        region_code,
        tax_type,
        cast(date_trunc('month', coalesce(paid_date, period_start)) as date) as paid_month
    from stg_tax__tax_paid
),

matched as (
    select
        occurring.region_code,
        occurring.tax_type,
        occurring.paid_month,
        tax_type.is_contribution,
        tax_type.is_parcel_tax,
        tax_type.is_income_tax,
        tax_type.rule_version,
        row_number() over (
            partition by occurring.region_code, occurring.tax_type, occurring.paid_month
            order by {{ own_before_all('tax_type') }}
        ) as place
    from occurring
    inner join tax_type
        on
            tax_type.region_code in ('*', occurring.region_code)
            and occurring.tax_type = tax_type.tax_type
            and {{ in_force('tax_type', 'occurring.paid_month') }}
)

select
    region_code,
    tax_type,
    paid_month,
    is_contribution,
    is_parcel_tax,
    is_income_tax,
    rule_version
from matched
where place = 1
