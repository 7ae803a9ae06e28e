-- 供地合同与承诺: one row per supply contract with its commitments, and one per check of a contract with actual figures.
select
    contract_no as "合同编号",
    '承诺' as "类别",
    signed_date as "日期",
    transferee_name as "企业",
    coalesce(land_code, location) as "地块",
    in_mu(land_area_sqm) as "面积（亩）",
    promised_investment_wan_cny_per_mu as "投资强度（万元/亩）",
    promised_far as "容积率",
    promised_tax_wan_cny_per_mu as "亩均税收（万元/亩）",
    promised_energy_tce_per_wan_cny as "单位能耗",
    promised_emission_t_per_wan_cny as "单位排污",
    cast(null as varchar) as "结果",
    source_zh(batch.file_path, contract.sheet, contract.line) as "来源"
from fct_land_supply as contract
left join dq_batch as batch on contract.batch_id = batch.batch_id
where $1 in (contract.enterprise_id, contract.parcel_id)
union all
select
    contract_no,
    checkpoint,
    check_date,
    enterprise_name,
    land_code,
    null,
    actual_investment_wan_cny_per_mu,
    actual_far,
    actual_tax_wan_cny_per_mu,
    actual_energy_tce_per_wan_cny,
    actual_emission_t_per_wan_cny,
    concat_ws('；', check_result, failed_items, case when is_breach then '违约，应收 ' || penalty_due_cny || ' 元' end),
    source_zh(batch.file_path, contract_check.sheet, contract_check.line)
from fct_contract_commitment as contract_check
left join dq_batch as batch on contract_check.batch_id = batch.batch_id
where $1 in (contract_check.enterprise_id, contract_check.parcel_id)
order by "合同编号", "日期", "类别", "来源"
