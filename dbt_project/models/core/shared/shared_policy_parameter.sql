-- One row per region, month and parameter of the policies: the version in force at the month's end, the region's own
-- before that of all regions ('*').
with
batches as (select * from {{ source('lake', 'batches') }}),
governance_list as (select * from {{ ref('governance_list') }}),
dim_month as (select * from {{ ref('dim_month') }}),
policy_parameter as (select * from {{ ref('policy_parameter') }}),

region as (
    select distinct region_code
    from batches
    union
    select distinct region_code
    from governance_list
),

version as (
    select
        region.region_code,
        month.month_start,
        parameter.parameter_code,
        parameter.number_value,
        parameter.text_value,
        parameter.source_document,
        parameter.clause,
        row_number() over (
            partition by region.region_code, month.month_start, parameter.parameter_code
            order by {{ own_before_all('parameter') }}
        ) as place
    from region
    cross join dim_month as month
    inner join policy_parameter as parameter
        on parameter.region_code in ('*', region.region_code) and {{ in_force('parameter', 'month.month_end') }}
)

select
    region_code,
    month_start,
    parameter_code,
    number_value,
    text_value,
    source_document,
    clause
from version
where place = 1
