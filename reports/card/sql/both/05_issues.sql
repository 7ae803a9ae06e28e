-- 问题隐患: one row per issue that a department found there, open ones first.
select
    department.department_zh as "部门",
    issue.issue_no as "编号",
    issue.description as "问题",
    yes_no(issue.is_major) as "重大",
    issue.found_date as "发现",
    issue.deadline_date as "期限",
    issue.issue_status as "状态",
    issue.closed_date as "销号",
    issue.enterprise_name as "企业",
    coalesce(parcel.land_code, parcel.location) as "地块",
    source_zh(batch.file_path, issue.sheet, issue.line) as "来源"
from fct_issue as issue
left join dim_parcel as parcel on issue.parcel_id = parcel.parcel_id and parcel.parcel_id <> 'NO_PARCEL'
left join dq_batch as batch on issue.batch_id = batch.batch_id
left join dim_department as department on issue.domain = department.department_code
where $1 in (issue.enterprise_id, issue.parcel_id)
order by issue.is_closed asc, issue.found_date desc, issue.issue_id asc
