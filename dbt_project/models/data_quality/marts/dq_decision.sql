-- One row per decision of the data centre in its latest form (region, list of decisions, number): what it is about,
-- whether it is in force on the business date, and how many batches, violations or records it covers.
with
stg_data_centre__batch_decision as not materialized (select * from {{ ref('stg_data_centre__batch_decision') }}),
batches as (select * from {{ source('lake', 'batches') }}),
stg_data_centre__violation_waiver as not materialized (select * from {{ ref('stg_data_centre__violation_waiver') }}),
int_violation_shown as (select * from {{ ref('int_violation_shown') }}),
enterprise_decided as (select * from {{ source('lake', 'enterprise_decided') }}),
stg_data_centre__enterprise_link as (select * from {{ ref('stg_data_centre__enterprise_link') }}),
run as (select * from {{ source('lake', 'run') }}),

batch_target as (
    select
        decision.region_code,
        decision.decision_no,
        count(batches.batch_id) as target_count
    from stg_data_centre__batch_decision as decision
    left join batches
        on
            decision.region_code = batches.region_code
            and coalesce(decision.about_batch_id = batches.batch_id, decision.file_path is not null)
            and coalesce(decision.file_path = batches.file_path, true)
            and coalesce(decision.list_code = batches.list_code, true)
    group by decision.region_code, decision.decision_no
),

violation_target as (
    select
        waiver.region_code,
        waiver.waiver_no,
        count(distinct shown.violation_id) as target_count
    from stg_data_centre__violation_waiver as waiver
    left join int_violation_shown as shown on {{ waiver_covers('waiver', 'shown') }}
    group by waiver.region_code, waiver.waiver_no
),

link_target as (
    select
        region_code,
        decision_no,
        count(*) as target_count
    from enterprise_decided
    group by region_code, decision_no
),

decision as (
    select
        'data_centre.batch_decision' as decision_list_code,
        decision.decision_no,
        decision.action,
        decision.list_code,
        concat_ws('，', '批次 ' || decision.about_batch_id, '文件 ' || decision.file_path, decision.list_code)
            as about_zh,
        decision.reason,
        decision.decided_date,
        decision.valid_to_date,
        target.target_count,
        decision.batch_id,
        decision.sheet,
        decision.line,
        decision.region_code,
        decision.period,
        decision.received_at
    from stg_data_centre__batch_decision as decision
    inner join batch_target as target
        on decision.region_code = target.region_code and decision.decision_no = target.decision_no
    union all
    select
        'data_centre.violation_waiver',
        waiver.waiver_no,
        waiver.action,
        waiver.list_code,
        concat_ws(
            '，', '问题 ' || waiver.violation_id, waiver.list_code, '规则 ' || waiver.rule_id, '行 ' || waiver.row_key,
            '列 ' || waiver.column_name
        ),
        waiver.reason,
        waiver.decided_date,
        waiver.valid_to_date,
        target.target_count,
        waiver.batch_id,
        waiver.sheet,
        waiver.line,
        waiver.region_code,
        waiver.period,
        waiver.received_at
    from stg_data_centre__violation_waiver as waiver
    inner join violation_target as target
        on waiver.region_code = target.region_code and waiver.waiver_no = target.waiver_no
    union all
    select
        'data_centre.enterprise_link',
        link.decision_no,
        link.action,
        cast(null as varchar),
        concat_ws('，', '复核标识 ' || link.review_id, link.code_text, link.name_text, '关联 ' || link.target_uscc),
        link.reason,
        link.decided_date,
        cast(null as date),
        coalesce(target.target_count, 0),
        link.batch_id,
        link.sheet,
        link.line,
        link.region_code,
        link.period,
        link.received_at
    from stg_data_centre__enterprise_link as link
    left join link_target as target
        on link.region_code = target.region_code and link.decision_no = target.decision_no
)

select
    decision.decision_list_code,
    decision.decision_no,
    decision.action,
    case
        when decision.action = '撤销' then 'revoked'
        when decision.decided_date > run.business_date then 'not_yet'
        when decision.valid_to_date < run.business_date then 'expired'
        else 'in_force'
    end as state,
    decision.list_code,
    decision.about_zh,
    decision.reason,
    decision.decided_date,
    decision.valid_to_date,
    decision.target_count,
    decision.batch_id,
    decision.sheet,
    decision.line,
    decision.region_code,
    decision.period,
    decision.received_at
from decision
cross join run
