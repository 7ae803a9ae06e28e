-- One row per accepted row of 达产复核清单 (land.contract_check), as received, with keys and lineage (batch, sheet, line),
-- the contract it checks, 违约金 still open, and our verdict on its promises (fct_commitment_check) beside the stated one.
with
fct_commitment_check as (select * from {{ ref('fct_commitment_check') }}),
int_contract_check as (select * from {{ ref('int_contract_check') }}),

verdict as (
    select
        batch_id,
        sheet,
        line,
        case
            when bool_or(is_met = 'no') then 'no'
            when bool_or(is_met = 'unknown' and state_reason = 'no_actual') or not bool_or(is_met = 'yes')
                then 'unknown'
            else 'yes'
        end as is_met,
        string_agg(case when is_met = 'no' then promise_zh end, '、' order by promise_code) as breached_promises,
        string_agg(case when state_reason = 'no_actual' then promise_zh end, '、' order by promise_code)
            as unknown_promises
    from fct_commitment_check
    group by batch_id, sheet, line
)

select
    check_row.enterprise_id,
    check_row.parcel_id,
    check_row.county_code,
    check_row.contract_no,
    check_row.supervision_no,
    check_row.land_code,
    check_row.project_name,
    check_row.enterprise_name,
    check_row.enterprise_uscc,
    check_row.county_name,
    check_row.town_name,
    check_row.checkpoint,
    check_row.due_date,
    check_row.check_date,
    check_row.promised_investment_wan_cny_per_mu,
    check_row.actual_investment_wan_cny_per_mu,
    check_row.promised_far,
    check_row.actual_far,
    check_row.promised_energy_tce_per_wan_cny,
    check_row.actual_energy_tce_per_wan_cny,
    check_row.promised_emission_t_per_wan_cny,
    check_row.actual_emission_t_per_wan_cny,
    check_row.promised_tax_wan_cny_per_mu,
    check_row.actual_tax_wan_cny_per_mu,
    check_row.check_result,
    check_row.failed_items,
    check_row.is_breach,
    check_row.penalty_due_cny,
    check_row.penalty_received_cny,
    check_row.disposal,
    check_row.check_unit,
    check_row.evidence,
    check_row.note,
    check_row.batch_id,
    check_row.sheet,
    check_row.line,
    check_row.region_code,
    check_row.part,
    check_row.period,
    check_row.period_start,
    check_row.period_end,
    check_row.received_at,
    check_row.contract_id,
    check_row.is_latest_check,
    cast(check_row.penalty_due_cny - coalesce(check_row.penalty_received_cny, 0) as decimal(18, 2))
        as penalty_outstanding_cny,
    coalesce(verdict.is_met, 'unknown') as is_met,
    verdict.breached_promises,
    verdict.unknown_promises,
    case
        when coalesce(verdict.is_met, 'unknown') = 'unknown' then 'unknown'
        when check_row.check_result not in ('达标', '不达标') then 'unknown'
        when (verdict.is_met = 'yes') <> (check_row.check_result = '达标') then 'yes'
        when check_row.check_result is not null then 'no'
        else 'unknown'
    end as differs_from_stated
from int_contract_check as check_row
left join verdict
    on
        check_row.batch_id = verdict.batch_id
        and check_row.sheet = verdict.sheet
        and check_row.line = verdict.line
