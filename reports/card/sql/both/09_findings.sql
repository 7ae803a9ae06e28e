-- 数据疑点: one row per finding between lists that names the subject.
select
    finding.message_zh as "疑点",
    finding.period as "报告期",
    finding.remedy_zh as "建议",
    source_zh(batch.file_path, finding.sheet, finding.line) as "来源"
from dq_list_check as finding
left join dq_batch as batch on finding.batch_id = batch.batch_id
where $1 in (finding.enterprise_id, finding.counterparty_enterprise_id, finding.parcel_id)
order by finding.check_id, finding.finding_id
