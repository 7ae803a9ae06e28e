-- One row per list, region, part and period that the delivery plan asks for inside the mart's months,
-- by the version of the plan in force on the period's last day.
with
run_input as (select * from {{ source('lake', 'run') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
delivery_plan as (select * from {{ ref('delivery_plan') }}),

run as (
    select business_date
    from run_input
),

-- Periods of each frequency inside the months of the mart; 'once' is one window up to the business date. Statistics
-- come by month, but January and February together.
calendar as (
    {% for frequency in ['month', 'quarter', 'year'] -%}
    select
        '{{ frequency }}' as frequency,
        cast(date_trunc('{{ frequency }}', month_start) as date) as window_start,
        cast(date_trunc('{{ frequency }}', month_start) + interval 1 {{ frequency }} - interval 1 day as date)
            as window_end
    from dim_month
    group by all
    union all
    {% endfor -%}
    select
        'statistics_month',
        case when month_number = 2 then cast(month_start - interval 1 month as date) else month_start end,
        month_end
    from dim_month
    where month_number <> 1
    union all
    select
        'once',
        date '1900-01-01',
        business_date
    from run
)

select
    plan.list_code,
    plan.region_code,
    plan.part,
    plan.frequency,
    calendar.window_start,
    calendar.window_end,
    cast(calendar.window_end + plan.due_days * interval 1 day as date) as due_date
from delivery_plan as plan
inner join calendar on plan.frequency = calendar.frequency
where
    calendar.window_end >= plan.first_period
    and {{ in_force('plan', 'calendar.window_end') }}
