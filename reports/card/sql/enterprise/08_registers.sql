-- 许可与名录: one row per permit, key-unit entry, tax credit grade and year on the 规上 roster.
select
    '排污许可' as "名录",
    permit.permit_no as "编号或年度",
    permit.permit_kind as "等级或内容",
    permit.valid_from_date as "起",
    permit.valid_to_date as "止",
    source_zh(batch.file_path, permit.sheet, permit.line) as "来源"
from fct_permit as permit
left join dq_batch as batch on permit.batch_id = batch.batch_id
where permit.enterprise_id = $1
union all
select
    '重点排污单位',
    key_unit.site_code,
    key_unit.pollution_kinds,
    null,
    null,
    source_zh(batch.file_path, key_unit.sheet, key_unit.line)
from fct_key_unit as key_unit
left join dq_batch as batch on key_unit.batch_id = batch.batch_id
where key_unit.enterprise_id = $1
union all
select
    '纳税信用',
    cast(rating.rating_year as varchar),
    rating.credit_rating,
    null,
    null,
    source_zh(batch.file_path, rating.sheet, rating.line)
from fct_credit_rating as rating
left join dq_batch as batch on rating.batch_id = batch.batch_id
where rating.enterprise_id = $1
union all
select
    '规上名录',
    roster.period,
    roster.roster_change,
    null,
    null,
    source_zh(batch.file_path, roster.sheet, roster.line)
from fct_roster as roster
left join dq_batch as batch on roster.batch_id = batch.batch_id
where roster.enterprise_id = $1
order by "名录", "编号或年度", "来源"
