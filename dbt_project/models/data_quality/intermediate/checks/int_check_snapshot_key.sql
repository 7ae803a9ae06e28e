-- One row per delivery of a snapshot that no longer lists keys of the delivery before it: how many and which.
{% set shown_keys = 20 %}
with
batches as not materialized (select * from {{ source('lake', 'batches') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
row_key as (select * from {{ source('lake', 'row_key') }}),
violations as (select * from {{ source('lake', 'violations') }}),

delivered as (
    select
        batches.list_code,
        batches.region_code,
        batches.part,
        batches.period,
        batches.period_end,
        max(batches.batch_id) as batch_id,
        lag(batches.period_end) over (
            partition by batches.list_code, batches.region_code, batches.part
            order by batches.period_end
        ) as previous_end
    from batches
    inner join contract_list
        on batches.list_code = contract_list.list_code and contract_list.kind = 'snapshot'
    where batches.selection = 'selected'
    group by batches.list_code, batches.region_code, batches.part, batches.period, batches.period_end
),

listed as (
    select distinct
        list_code,
        region_code,
        part,
        period_end,
        row_key
    from row_key
    where row_key is not null
    union
    -- Present, but kept out by a fault.
    select distinct
        violations.list_code,
        violations.region_code,
        violations.part,
        batches.period_end,
        violations.row_key
    from violations
    inner join batches
        on violations.batch_id = batches.batch_id and batches.selection = 'selected'
    where violations.row_key is not null
),

removed as (
    select
        delivered.list_code,
        delivered.region_code,
        delivered.part,
        delivered.period,
        delivered.batch_id,
        before.row_key,
        row_number() over (
            partition by delivered.list_code, delivered.region_code, delivered.part, delivered.period
            order by before.row_key
        ) as place
    from delivered
    inner join listed as before
        on
            delivered.list_code = before.list_code
            and delivered.region_code = before.region_code
            and delivered.part = before.part
            and delivered.previous_end = before.period_end
    left join listed as still
        on
            delivered.list_code = still.list_code
            and delivered.region_code = still.region_code
            and delivered.part = still.part
            and delivered.period_end = still.period_end
            and before.row_key = still.row_key
    where still.row_key is null
)

select
    'key_removed' as check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    period,
    list_code,
    batch_id,
    cast(null as varchar) as sheet,
    cast(null as integer) as line,
    case when part = 'whole' then '' else part || '：' end || count(*)::varchar || ' 条：'
    || string_agg(row_key, '；' order by row_key) filter (where place <= {{ shown_keys }})
    || case when count(*) > {{ shown_keys }} then '……' else '' end as detail_zh
from removed
group by list_code, region_code, part, period, batch_id
