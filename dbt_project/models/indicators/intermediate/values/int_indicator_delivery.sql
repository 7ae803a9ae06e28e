-- One row per indicator, region and period of its kind: how many of the lists behind it there are and how many were
-- planned and received, for the month or for all twelve months of the year. A year that is not over is never complete.
with
shared_delivery_month as not materialized (select * from {{ ref('shared_delivery_month') }}),
indicator as (select * from {{ ref('indicator') }}),
indicator_source as (select * from {{ ref('indicator_source') }}),

list_period as (
    select
        region_code,
        list_code,
        'month' as period_kind,
        strftime(month_start, '%Y-%m') as period,
        is_received as is_complete
    from shared_delivery_month
    union all
    select
        region_code,
        list_code,
        'year',
        cast(year_number as varchar),
        bool_and(is_received) and count(*) = 12
    from shared_delivery_month
    group by region_code, list_code, year_number
),

region_period as (
    select distinct
        region_code,
        period_kind,
        period
    from list_period
),

kind as (
    select distinct
        indicator_code,
        period_kind
    from indicator
)

select
    source.indicator_code,
    region_period.region_code,
    region_period.period_kind,
    region_period.period,
    count(*) as list_count,
    count(*) filter (where list_period.is_complete) as received_count,
    bool_and(coalesce(list_period.is_complete, false)) as is_complete
from indicator_source as source
inner join kind on source.indicator_code = kind.indicator_code
inner join region_period on kind.period_kind = region_period.period_kind
left join list_period
    on
        source.list_code = list_period.list_code
        and region_period.region_code = list_period.region_code
        and region_period.period_kind = list_period.period_kind
        and region_period.period = list_period.period
where source.is_required
group by source.indicator_code, region_period.region_code, region_period.period_kind, region_period.period
