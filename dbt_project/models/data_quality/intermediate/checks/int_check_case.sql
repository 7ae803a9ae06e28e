-- One row per case of a register (台账) that a later delivery of its part, or of the whole region, no longer states
-- although it was never closed. It stays open in fct_issue.
with
row_key as (select * from {{ source('lake', 'row_key') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
batches as not materialized (select * from {{ source('lake', 'batches') }}),
violations as (select * from {{ source('lake', 'violations') }}),
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),
fct_issue_report as (select * from {{ ref('fct_issue_report') }}),

stated as (
    select
        keys.*,
        row_number() over (
            partition by keys.list_code, keys.region_code, keys.row_key
            order by keys.period_end desc, batches.received_at desc, keys.batch_id desc, keys.sheet desc, keys.line desc
        ) as place
    from row_key as keys
    inner join contract_list
        on keys.list_code = contract_list.list_code and contract_list.kind = 'register'
    inner join batches on keys.batch_id = batches.batch_id
    where keys.row_key is not null
),

newest as (
    select
        list_code,
        region_code,
        part,
        max(period_end) as period_end
    from batches
    where selection = 'selected'
    group by list_code, region_code, part
),

-- Present, but kept out by a fault.
kept_out as (
    select
        violations.list_code,
        violations.region_code,
        violations.row_key,
        max(place.period_end) as period_end
    from violations
    inner join shared_batch_place as place on violations.batch_id = place.batch_id and place.is_current
    where violations.row_key is not null
    group by violations.list_code, violations.region_code, violations.row_key
),

disappeared as (
    select
        stated.*,
        max(newest.period_end) as newest_end
    from stated
    inner join newest
        on
            stated.list_code = newest.list_code
            and stated.region_code = newest.region_code
            and (stated.part = newest.part or newest.part = 'whole')
            and stated.period_end < newest.period_end
    where stated.place = 1 and not stated.is_closed
    group by all
)

select
    'case_disappeared' as check_id,
    disappeared.region_code,
    coalesce(report.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    coalesce(report.parcel_id, 'NO_PARCEL') as parcel_id,
    disappeared.period,
    disappeared.list_code,
    disappeared.batch_id,
    disappeared.sheet,
    disappeared.line,
    -- Without the newest period: the finding must keep its number.
    disappeared.row_key || '，最后一次列于 ' || disappeared.period || '，此后未再列出，也未销号' as detail_zh
from disappeared
left join kept_out
    on
        disappeared.list_code = kept_out.list_code
        and disappeared.region_code = kept_out.region_code
        and disappeared.row_key = kept_out.row_key
        and disappeared.period_end < kept_out.period_end
left join fct_issue_report as report
    on
        disappeared.batch_id = report.batch_id
        and disappeared.sheet = report.sheet
        and disappeared.line = report.line
where kept_out.row_key is null
