-- One row per decision about the link of a record, in its latest form, with how many records it is about.
with target as (
    select
        region_code,
        decision_no,
        count(*) as target_count
    from {{ source('lake', 'enterprise_decided') }}
    group by region_code, decision_no
)

select
    link.decision_no,
    link.action,
    concat_ws('，', '复核标识 ' || link.review_id, link.code_text, link.name_text, '关联 ' || link.target_uscc) as about_zh,
    link.reason,
    link.decided_date,
    coalesce(target.target_count, 0) as target_count,
    link.batch_id,
    link.sheet,
    link.line,
    link.region_code,
    link.period,
    link.received_at
from {{ ref('stg_data_centre__enterprise_link') }} as link
left join target on link.region_code = target.region_code and link.decision_no = target.decision_no
