-- One row per enterprise and year: the sum of its land at the month ends inside the mart (divide by 12 for the
-- year's area).
select
    land.enterprise_id,
    month.year_number,
    cast(sum(land.land_sqm) as decimal(18, 4)) as land_sqm_months
from {{ ref('int_land_month') }} as land
inner join {{ ref('dim_month') }} as month on land.month_start = month.month_start
where land.enterprise_id <> 'NO_ENTERPRISE'
group by land.enterprise_id, month.year_number
