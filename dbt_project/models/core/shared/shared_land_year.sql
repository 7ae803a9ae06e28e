-- One row per parcel, enterprise and year: its land as the sum of month-ends (divide by 12), on 12-31, and as
-- evaluated: the 12-31 area of who was there all year, weighted by months for who came or went. A year that is not over
-- has no 12-31 area and is not evaluated.
with
dim_month as not materialized (select * from {{ ref('dim_month') }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),

last_month as (
    select
        year_number,
        count(*) as month_count
    from dim_month
    group by year_number
),

summed as (
    select
        land.parcel_id,
        land.enterprise_id,
        month.year_number,
        count(*) as present_months,
        sum(land.land_sqm) as land_sqm_months,
        sum(land.land_leased_out_sqm) as land_leased_out_sqm_months,
        sum(land.land_sqm) filter (where month.month_number = 12) as land_year_end_sqm,
        bool_or(land.is_land_unknown) as is_land_unknown,
        bool_and(land.is_landlord_only) as is_landlord_only,
        bool_or(land.has_user_of_unknown_land) as has_user_of_unknown_land,
        bool_or(land.is_one_sided) as is_one_sided
    from shared_land_month as land
    inner join dim_month as month on land.month_start = month.month_start
    group by land.parcel_id, land.enterprise_id, month.year_number
)

select
    summed.parcel_id,
    summed.enterprise_id,
    summed.year_number,
    cast(summed.present_months as integer) as present_months,
    cast(summed.land_sqm_months as decimal(18, 4)) as land_sqm_months,
    cast(summed.land_leased_out_sqm_months as decimal(18, 4)) as land_leased_out_sqm_months,
    cast(summed.land_year_end_sqm as decimal(18, 4)) as land_year_end_sqm,
    case
        when last_month.month_count < 12 then null
        when summed.present_months = 12 then cast(summed.land_year_end_sqm as decimal(18, 4))
        else {{ proportion(
            'summed.land_sqm_months', 'cast(1 as decimal(18, 4))', 'cast(12 as decimal(18, 4))'
        ) }}
    end as land_evaluated_sqm,
    summed.is_land_unknown,
    summed.is_landlord_only,
    summed.has_user_of_unknown_land,
    summed.is_one_sided
from summed
inner join last_month on summed.year_number = last_month.year_number
