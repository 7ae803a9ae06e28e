-- One row per region, tax type and validity: whether it counts as 税收实际贡献; a region's own row goes before '*'.
with region as (
    select distinct region_code
    from {{ ref('stg_tax__tax_paid') }}
),

matched as (
    select
        region.region_code,
        tax_type.tax_type,
        tax_type.is_contribution,
        tax_type.is_parcel_tax,
        tax_type.valid_from,
        coalesce(tax_type.valid_to, date '9999-12-31') as valid_to,
        tax_type.rule_version,
        row_number() over (
            partition by region.region_code, tax_type.tax_type, tax_type.valid_from
            order by tax_type.region_code desc
        ) as place
    from region
    inner join {{ ref('tax_type') }} as tax_type on tax_type.region_code in ('*', region.region_code)
)

select
    region_code,
    tax_type,
    is_contribution,
    is_parcel_tax,
    valid_from,
    valid_to,
    rule_version
from matched
where place = 1
