-- One row per region with contracts: the numbers of the idle-land test (B2) in force on the last day of the mart; a
-- region's own row goes before '*'.
with status as (
    select max(month_end) as status_date
    from {{ ref('dim_month') }}
),

region as (
    select distinct region_code
    from {{ ref('int_contract') }}
),

in_force as (
    select
        region.region_code,
        status.status_date,
        parameter.parameter_code,
        parameter.number_value,
        parameter.source_document,
        parameter.clause
    from region
    cross join status
    inner join {{ ref('policy_parameter') }} as parameter
        on
            parameter.region_code in ('*', region.region_code)
            and status.status_date >= parameter.valid_from
            and coalesce(status.status_date <= parameter.valid_to, true)
    where parameter.parameter_code like 'idle\_%' escape '\'
    qualify row_number() over (
        partition by region.region_code, parameter.parameter_code
        order by parameter.region_code desc, parameter.valid_from desc
    ) = 1
)

select
    region_code,
    status_date,
    cast(max(case when parameter_code = 'idle_start_grace_years' then number_value end) as integer) as grace_years,
    max(case when parameter_code = 'idle_area_share' then number_value end) as area_share,
    max(case when parameter_code = 'idle_investment_share' then number_value end) as investment_share,
    max(case when parameter_code = 'idle_fee_share' then number_value end) as fee_share,
    cast(max(case when parameter_code = 'idle_take_back_years' then number_value end) as integer) as take_back_years,
    min(source_document) as source_document,
    min(clause) as clause
from in_force
group by region_code, status_date
