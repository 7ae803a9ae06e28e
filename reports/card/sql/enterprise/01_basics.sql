-- 基本信息: one row: the enterprise as registered.
select
    enterprise.enterprise_name as "企业名称",
    enterprise.uscc as "统一社会信用代码",
    enterprise.former_name as "曾用名",
    enterprise.registration_status as "登记状态",
    enterprise.tax_registration_status as "税务登记状态",
    yes_no(enterprise.is_consolidated_elsewhere) as "总机构汇总纳税",
    enterprise.entity_type as "主体类型",
    enterprise.industry_name as "行业",
    region.region_zh as "地区",
    enterprise.town_name as "镇街",
    enterprise.address as "住所",
    enterprise.established_date as "成立日期",
    enterprise.enterprise_id as "企业主键"
from dim_enterprise as enterprise
left join dim_region as region on enterprise.region_code = region.region_code
where enterprise.enterprise_id = $1
