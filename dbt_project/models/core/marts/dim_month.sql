-- One row per month of the mart: January of the first data year to the last month that has ended by the
-- business date. Data of a year without an ended month does not empty the calendar: it then starts with the year of the
-- last ended month.
with
run as (select * from {{ source('lake', 'run') }}),
batches as (select * from {{ source('lake', 'batches') }}),

bounds as (
    select
        max(run.business_date) as business_date,
        min(batches.period_start) as first_date
    from run
    left join batches
        on
            batches.list_code in ('tax.tax_paid', 'economy.output', 'economy.above_scale_roster')
            and batches.selection = 'selected'
),

limits as (
    select
        -- The day after the business date: its month's predecessor has ended.
        cast(date_trunc('month', business_date + interval 1 day) - interval 1 month as date) as last_month,
        first_date
    from bounds
),

months as (
    select cast({{ month_series(
        "cast(date_trunc('year', least(coalesce(first_date, last_month), last_month)) as date)", 'last_month'
    ) }} as date) as month_start
    from limits
)

select
    month_start,
    cast(month_start + interval 1 month - interval 1 day as date) as month_end,
    strftime(month_start, '%Y-%m') as month_code,
    cast(year(month_start) as integer) as year_number,
    cast(month(month_start) as integer) as month_number
from months
