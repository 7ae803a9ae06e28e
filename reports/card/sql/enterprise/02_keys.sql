-- 各清单中的写法与关联依据: one row per code and name under which a list has the enterprise.
select
    enterprise_key.uscc_text as "原填代码",
    enterprise_key.name_text as "原填名称",
    enterprise_key.method as "关联方法",
    enterprise_key.score as "把握",
    enterprise_key.evidence_zh as "依据",
    enterprise_key.lists_zh as "清单",
    enterprise_key.row_count as "行数",
    source_zh(batch.file_path, enterprise_key.sheet, enterprise_key.line) as "最近来源"
from dim_enterprise_key as enterprise_key
left join dq_batch as batch on enterprise_key.batch_id = batch.batch_id
where enterprise_key.enterprise_id = $1
order by
    enterprise_key.row_count desc,
    enterprise_key.region_code asc,
    enterprise_key.uscc_text asc,
    enterprise_key.name_text asc
