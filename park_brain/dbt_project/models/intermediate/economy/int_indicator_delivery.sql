-- One row per yearly indicator, region and year: whether every list behind the indicator was planned and received for
-- all twelve months of the year. A year that is not over has fewer months and is never complete.
with covered as (
    select
        plan.region_code,
        plan.list_code,
        month.year_number,
        month.month_start,
        bool_and(plan.status in ('received', 'late', 'nil')) as is_received
    from {{ ref('dq_completeness') }} as plan
    inner join {{ ref('dim_month') }} as month on month.month_end between plan.window_start and plan.window_end
    where plan.status <> 'unplanned'
    group by plan.region_code, plan.list_code, month.year_number, month.month_start
),

list_year as (
    select
        region_code,
        list_code,
        year_number,
        bool_and(is_received) and count(*) = 12 as is_complete
    from covered
    group by region_code, list_code, year_number
),

region_year as (
    select distinct
        region_code,
        year_number
    from list_year
)

select
    source.indicator_code,
    region_year.region_code,
    region_year.year_number,
    bool_and(coalesce(list_year.is_complete, false)) as is_complete
from {{ ref('indicator_source') }} as source
cross join region_year
left join list_year
    on
        source.list_code = list_year.list_code
        and region_year.region_code = list_year.region_code
        and region_year.year_number = list_year.year_number
group by source.indicator_code, region_year.region_code, region_year.year_number
