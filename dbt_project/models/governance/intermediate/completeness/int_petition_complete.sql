-- One row per region and month: whether every planned list of petitions of the counted months is there, so that few
-- petitions mean few. Months before the first planned list are not.
with
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),
dim_month as (select * from {{ ref('dim_month') }}),
dq_completeness as (select * from {{ ref('dq_completeness') }})

select
    month_region.region_code,
    month_region.month_start,
    bool_and({{ has_come('plan') }})
    and min(plan.window_start) <= min(month_region.first_date) as is_complete
from (
    select
        parameter.region_code,
        month.month_start,
        month.month_end,
        cast(month.month_start - cast(parameter.number_value - 1 as integer) * interval 1 month as date) as first_date
    from shared_policy_parameter as parameter
    inner join dim_month as month on parameter.month_start = month.month_start
    where parameter.parameter_code = 'petition_months'
) as month_region
inner join dq_completeness as plan
    on
        month_region.region_code = plan.region_code
        and plan.list_code = 'governance.petition'
        and plan.status <> 'unplanned'
        and month_region.month_end >= plan.window_start
        and month_region.first_date <= plan.window_end
group by month_region.region_code, month_region.month_start
