-- One row per region and data year that has ended: whether the deliveries the evaluation rests on are all there.
-- Without them absence says nothing, so a firm is not evaluable rather than low.
with
dim_month as (select * from {{ ref('dim_month') }}),
shared_delivery_month as (select * from {{ ref('shared_delivery_month') }}),
dq_completeness as (select * from {{ ref('dq_completeness') }}),
batches as (select * from {{ source('lake', 'batches') }}),

ended as (
    select year_number
    from dim_month
    group by year_number
    having count(*) = 12
),

tax as (
    select
        region_code,
        year_number,
        bool_and(is_received) and count(*) = 12 as is_complete
    from shared_delivery_month
    where list_code = 'tax.tax_paid'
    group by region_code, year_number
),

other as (
    select
        region_code,
        list_code,
        cast(year(window_end) as integer) as year_number,
        bool_and({{ has_come('dq_completeness') }}) as is_received,
        count(distinct window_start) as window_count
    from dq_completeness
    where list_code in ('environment.emission', 'utility.power') and status <> 'unplanned'
    group by region_code, list_code, cast(year(window_end) as integer)
),

region as (
    select distinct region_code
    from batches
)

select
    region.region_code,
    ended.year_number as data_year,
    coalesce(tax.is_complete, false) as is_tax_complete,
    coalesce(emission.is_received, false) as is_emission_complete,
    coalesce(power.is_received and power.window_count = 12, false) as is_power_complete
from region
cross join ended
left join tax on region.region_code = tax.region_code and ended.year_number = tax.year_number
left join other as emission
    on
        region.region_code = emission.region_code
        and ended.year_number = emission.year_number
        and emission.list_code = 'environment.emission'
left join other as power
    on
        region.region_code = power.region_code
        and ended.year_number = power.year_number
        and power.list_code = 'utility.power'
