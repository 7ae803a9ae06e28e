-- One row per industry code of a registered enterprise and version of the catalogue (排污许可名录) that covers it: the
-- kind of permit or 登记 it needs, by the longest prefix.
with
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
permit_catalogue as (select * from {{ ref('permit_catalogue') }}),

industry as (
    select distinct industry_code
    from dim_enterprise
    where industry_code is not null
),

ranked as (
    select
        industry.industry_code,
        catalogue.industry_code_prefix,
        catalogue.permit_kind,
        catalogue.valid_from,
        catalogue.valid_to,
        row_number() over (
            partition by industry.industry_code, catalogue.valid_from
            order by length(catalogue.industry_code_prefix) desc
        ) as place
    from industry
    inner join permit_catalogue as catalogue
        on industry.industry_code like catalogue.industry_code_prefix || '%'
)

select
    industry_code,
    industry_code_prefix,
    permit_kind,
    valid_from,
    valid_to
from ranked
where place = 1
