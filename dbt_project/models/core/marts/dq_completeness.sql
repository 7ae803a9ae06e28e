-- One row per list, region, part and period that was planned, and per delivery no plan foresaw: received, late,
-- nil, missing, not due or unplanned.
-- A correction must not make a delivery late: the first eligible full one of the same key tells when it came. A
-- supplement alone is no list, and a list of the whole region is that of every part.
with
batches as (select * from {{ source('lake', 'batches') }}),
int_planned_delivery as (select * from {{ ref('int_planned_delivery') }}),
run as (select * from {{ source('lake', 'run') }}),

keyed as (
    select
        *,
        delivery = 'full' as is_full,
        -- Departments' days are days in China (UTC+8, no summer time).
        cast(
            min(case when delivery = 'full' then received_at end) over (
                partition by list_code, region_code, part, period
            ) + interval 8 hour as date
        ) as received_date
    from batches
    where selection in ('selected', 'superseded')
),

selected as (
    select
        batch_id,
        list_code,
        region_code,
        part,
        period,
        period_start,
        period_end,
        is_nil,
        is_full,
        received_date
    from keyed
    where selection = 'selected'
),

matched as (
    select
        planned.*,
        selected.batch_id,
        selected.is_nil,
        selected.is_full,
        selected.received_date
    from int_planned_delivery as planned
    left join selected
        on
            planned.list_code = selected.list_code
            and planned.region_code = selected.region_code
            and (planned.part in ('*', selected.part) or selected.part = 'whole')
            and selected.period_end between planned.window_start and planned.window_end
),

judged as (
    select
        matched.list_code,
        matched.region_code,
        matched.part,
        matched.frequency,
        matched.window_start,
        matched.window_end,
        matched.due_date,
        min(matched.received_date) as first_received_date,
        count(matched.batch_id) as batch_count,
        case
            when
                count(matched.batch_id) filter (where matched.is_full) = 0
                and matched.frequency <> 'once'
                and matched.due_date >= max(run.business_date)
                then 'not_due'
            when count(matched.batch_id) filter (where matched.is_full) = 0 then 'missing'
            when bool_and(matched.is_nil) then 'nil'
            when min(matched.received_date) > matched.due_date then 'late'
            else 'received'
        end as status
    from matched
    cross join run
    group by
        matched.list_code, matched.region_code, matched.part, matched.frequency,
        matched.window_start, matched.window_end, matched.due_date
)

select
    list_code,
    region_code,
    part,
    case frequency
        when 'month' then strftime(window_start, '%Y-%m')
        when 'statistics_month' then strftime(window_end, '%Y-%m')
        when 'quarter' then strftime(window_start, '%Y-Q') || quarter(window_start)
        when 'year' then strftime(window_start, '%Y')
        else 'once'
    end as period,
    frequency,
    window_start,
    window_end,
    due_date,
    status,
    first_received_date,
    batch_count
from judged
union all
select
    selected.list_code,
    selected.region_code,
    selected.part,
    selected.period,
    'unplanned' as frequency,
    selected.period_start,
    selected.period_end,
    cast(null as date) as due_date,
    'unplanned' as status,
    min(selected.received_date) as first_received_date,
    count(*) as batch_count
from selected
left join matched on selected.batch_id = matched.batch_id
where matched.batch_id is null
group by
    selected.list_code, selected.region_code, selected.part, selected.period, selected.period_start, selected.period_end
