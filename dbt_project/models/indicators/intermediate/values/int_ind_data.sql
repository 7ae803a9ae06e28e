-- One row per data indicator, region, department (domain) and month: planned deliveries due by the month's end and how
-- many came (all, and in time), rows read and quarantined, rows with an enterprise and how many were linked.
with
dq_completeness as (select * from {{ ref('dq_completeness') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
batches as (select * from {{ source('lake', 'batches') }}),

delivery as (
    select
        plan.region_code,
        list.department as domain,
        month.month_start,
        count(*) as planned_count,
        count(*) filter (where {{ has_come('plan') }}) as received_count,
        count(*) filter (where plan.first_received_date <= plan.due_date) as in_time_count
    from dq_completeness as plan
    inner join contract_list as list on plan.list_code = list.list_code
    inner join dim_month as month on plan.due_date between month.month_start and month.month_end
    where plan.status <> 'unplanned' and plan.frequency <> 'once'
    group by plan.region_code, list.department, month.month_start
),

rows_read as (
    select
        batch.region_code,
        batch.department as domain,
        month.month_start,
        sum(batch.rows_read) as read_count,
        sum(batch.rows_quarantined) as quarantined_count
    from batches as batch
    inner join dim_month as month
        on
            batch.received_at >= month.month_start
            and batch.received_at < month.month_start + interval 1 month
    where batch.selection = 'selected'
    group by batch.region_code, batch.department, month.month_start
)

{% for code, parts in {
    'delivery_arrival_rate': ('delivery', 'received_count', 'planned_count'),
    'delivery_in_time_rate': ('delivery', 'in_time_count', 'planned_count'),
    'quarantine_share': ('rows_read', 'quarantined_count', 'read_count')
}.items() %}
select
    '{{ code }}' as indicator_code,
    'region' as scope_kind,
    region_code as scope_code,
    region_code,
    domain,
    month_start,
    cast({{ parts[1] }} as double) as numerator,
    cast({{ parts[2] }} as double) as denominator,
    cast({{ parts[2] }} as bigint) as covered_count,
    cast({{ parts[2] }} as bigint) as total_count
from {{ parts[0] }}
{{ 'union all' if not loop.last }}
{% endfor %}
