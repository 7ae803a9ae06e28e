-- One row per region, list and month of the mart the delivery plan asks the list for: whether everything planned for
-- the month's end was received (or nil). A month no plan asks for has no row.
with
dq_completeness as (select * from {{ ref('dq_completeness') }}),
dim_month as (select * from {{ ref('dim_month') }})

select
    plan.region_code,
    plan.list_code,
    month.month_start,
    month.year_number,
    bool_and({{ has_come('plan') }}) as is_received
from dq_completeness as plan
inner join dim_month as month on month.month_end between plan.window_start and plan.window_end
where plan.status <> 'unplanned'
group by plan.region_code, plan.list_code, month.month_start, month.year_number
