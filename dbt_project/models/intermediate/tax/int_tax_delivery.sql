-- One row per region and month of the mart: whether the month's tax delivery, as planned, has been received.
select
    completeness.region_code,
    month.month_start,
    month.year_number,
    bool_and(completeness.status in ('received', 'late', 'nil')) as is_received
from {{ ref('dq_completeness') }} as completeness
inner join {{ ref('dim_month') }} as month
    on month.month_end between completeness.window_start and completeness.window_end
where completeness.list_code = 'tax.tax_paid' and completeness.status <> 'unplanned'
group by completeness.region_code, month.month_start, month.year_number
