-- One row per region and data year: whether all twelve planned tax deliveries of the year are there. Without them no
-- figure of the year may put anybody into a low band.
with
shared_delivery_month as (select * from {{ ref('shared_delivery_month') }})

select
    region_code,
    year_number as data_year,
    bool_and(is_received) and count(*) = 12 as is_complete
from shared_delivery_month
where list_code = 'tax.tax_paid'
group by region_code, year_number
