-- One row per calendar year whose figures are in force in some month of the mart: a month uses the last calendar year
-- that has ended on its last day, so 2022 is in force from 2022-12 to 2023-11. What is classified is judged as known on
-- the status date, the end of the newest such month.
with
dim_month as (select * from {{ ref('dim_month') }}),

month as (
    select
        *,
        cast(year(month_end + 1) - 1 as integer) as data_year
    from dim_month
)

select
    data_year,
    min(month_start) as first_month,
    max(month_start) as status_month,
    max(month_end) as status_date
from month
group by data_year
