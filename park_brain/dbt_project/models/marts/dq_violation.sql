-- One row per violation however often it was sent: its last row, open while a batch that counts still has it,
-- else fixed.
with newest as (
    select
        batches.list_code,
        batches.region_code,
        batches.part,
        max(batches.period_end) as period_end
    from {{ source('lake', 'batches') }} as batches
    where batches.selection in ('selected', 'not_eligible')
    group by batches.list_code, batches.region_code, batches.part
),

judged as (
    select
        violations.*,
        batches.department as department_code,
        batches.received_at,
        batches.file_path,
        -- Snapshots and registers restate everything: only the newest period's rows can still be wrong.
        batches.selection in ('selected', 'not_eligible')
        and (contract_list.kind not in ('snapshot', 'register') or batches.period_end = newest.period_end) as is_open
    from {{ source('lake', 'violations') }} as violations
    inner join {{ source('lake', 'batches') }} as batches on violations.batch_id = batches.batch_id
    inner join {{ source('lake', 'contract_list') }} as contract_list on violations.list_code = contract_list.list_code
    left join newest
        on
            batches.list_code = newest.list_code
            and batches.region_code = newest.region_code
            and batches.part = newest.part
),

ranked as (
    select
        *,
        bool_or(is_open) over (partition by violation_id) as is_open_anywhere,
        min(received_at) over (partition by violation_id) as first_received_at,
        row_number() over (
            partition by violation_id
            order by is_open desc, received_at desc, batch_id desc, sheet desc, line desc
        ) as place
    from judged
)

select
    violation_id,
    case when is_open_anywhere then 'open' else 'fixed' end as status,
    severity,
    rule_id,
    dimension,
    department_code,
    region_code,
    list_code,
    part,
    period,
    batch_id,
    file_path,
    sheet,
    line,
    row_key,
    column_name,
    column_zh,
    value_masked,
    message_zh,
    remedy_zh,
    first_received_at,
    received_at as last_received_at
from ranked
where place = 1
