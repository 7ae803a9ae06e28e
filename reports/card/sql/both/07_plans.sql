-- 一地一企一策: one row per plan, as last reported.
select
    plan.plan_no as "方案编号",
    plan.governance_path as "治理路径",
    plan.previous_path as "原路径",
    plan.plan_status as "状态",
    plan.plan_date as "制定",
    plan.deadline_date as "计划完成",
    plan.accepted_date as "验收",
    plan.closed_date as "销号",
    plan.responsible_unit as "责任单位",
    plan.enterprise_name as "企业",
    coalesce(plan.land_code, plan.location) as "地块",
    source_zh(batch.file_path, plan.sheet, plan.line) as "来源"
from fct_governance_plan as plan
left join dq_batch as batch on plan.batch_id = batch.batch_id
where $1 in (plan.enterprise_id, plan.parcel_id)
qualify
    row_number() over (
        partition by plan.region_code, plan.plan_no
        order by plan.period_end desc, plan.received_at desc, plan.batch_id desc, plan.sheet desc, plan.line desc
    ) = 1
order by plan.plan_no
