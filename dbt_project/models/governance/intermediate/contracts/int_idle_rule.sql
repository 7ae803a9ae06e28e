-- One row per region: the numbers of the idle-land test (B2) in force on the last day of the mart.
select
    parameter.region_code,
    month.status_date,
    cast(max(case when parameter_code = 'idle_start_grace_years' then number_value end) as integer) as grace_years,
    max(case when parameter_code = 'idle_investment_share' then number_value end) as investment_share,
    max(case when parameter_code = 'idle_fee_share' then number_value end) as fee_share,
    cast(max(case when parameter_code = 'idle_take_back_years' then number_value end) as integer) as take_back_years,
    min(parameter.source_document) as source_document,
    min(parameter.clause) as clause
from {{ ref('shared_policy_parameter') }} as parameter
inner join (
    select
        max(month_start) as month_start,
        max(month_end) as status_date
    from {{ ref('dim_month') }}
) as month on parameter.month_start = month.month_start
where parameter.parameter_code like 'idle%'
group by parameter.region_code, month.status_date
