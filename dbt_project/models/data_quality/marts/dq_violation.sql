-- One row per violation however often it was sent, as last received: open while a batch that counts shows it, fixed
-- when its row is there without it, gone when its row is no longer there, waived by a decision while open: of several
-- in force on the business date the one received last.
with
stg_data_centre__violation_waiver as (select * from {{ ref('stg_data_centre__violation_waiver') }}),
run as (select * from {{ source('lake', 'run') }}),
int_violation_shown as not materialized (select * from {{ ref('int_violation_shown') }}),
batches as (select * from {{ source('lake', 'batches') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
int_violation_settled as (select * from {{ ref('int_violation_settled') }}),

waiver_in_force as (
    select waiver.*
    from stg_data_centre__violation_waiver as waiver
    cross join run
    where
        waiver.action = '豁免'
        and waiver.decided_date <= run.business_date
        and coalesce(waiver.valid_to_date >= run.business_date, true)
),

covered as (
    select
        shown.violation_id,
        waiver.waiver_no,
        waiver.reason,
        row_number() over (
            partition by shown.violation_id
            order by waiver.received_at desc, waiver.decided_date desc, waiver.waiver_no desc
        ) as place
    from int_violation_shown as shown
    inner join waiver_in_force as waiver on {{ waiver_covers('waiver', 'shown') }}
    where shown.is_open
),

ranked as (
    select
        *,
        bool_or(is_open) over (partition by violation_id) as is_open_anywhere,
        min(received_at) over (partition by violation_id) as first_received_at,
        max(received_at) over (partition by violation_id) as last_received_at,
        row_number() over (
            partition by violation_id
            order by is_open desc, period_end desc, arrival_order desc, sheet desc, line desc
        ) as place
    from int_violation_shown
)

select
    ranked.violation_id,
    case
        when not ranked.is_open_anywhere then settled.status
        when waiver.waiver_no is not null then 'waived'
        else 'open'
    end as status,
    ranked.severity,
    ranked.rule_id,
    ranked.dimension,
    contract_list.department as department_code,
    ranked.region_code,
    ranked.list_code,
    ranked.part,
    ranked.period,
    ranked.batch_id,
    batches.file_path,
    ranked.sheet,
    ranked.line,
    ranked.row_key,
    ranked.column_name,
    ranked.column_zh,
    ranked.value_masked,
    ranked.message_zh,
    ranked.remedy_zh,
    ranked.owner,
    ranked.first_received_at,
    ranked.last_received_at,
    settled.settled_at,
    waiver.waiver_no,
    waiver.reason as waiver_reason
from ranked
inner join batches on ranked.batch_id = batches.batch_id
inner join contract_list on ranked.list_code = contract_list.list_code
left join int_violation_settled as settled on ranked.violation_id = settled.violation_id
left join covered as waiver on ranked.violation_id = waiver.violation_id and waiver.place = 1
where ranked.place = 1
