-- One row per check of a supply contract (checkpoint and day) and promise of K1 that was made: promised, reached, kept
-- or not, and whether that differs from what the check says. 违约金 is per check, in fct_contract_commitment, so that
-- it adds up.
with
int_commitment_check as (select * from {{ ref('int_commitment_check') }}),

judged as (
    select
        *,
        case
            when not is_due then 'not_due'
            when coalesce(is_stated_met, is_computed_met) is null then 'no_actual'
        end as state_reason,
        case
            when check_result = '达标' then 'yes'
            when check_result = '不达标' and is_named_failed then 'no'
            when check_result = '不达标' and failed_items is not null then 'yes'
            else 'unknown'
        end as stated_is_met
    from int_commitment_check
    where promised is not null
),

answered as (
    select
        *,
        case
            when state_reason is not null then 'unknown'
            when coalesce(is_stated_met, is_computed_met) then 'yes'
            else 'no'
        end as is_met
    from judged
)

select
    contract_id,
    contract_no,
    supervision_no,
    enterprise_id,
    coalesce(today_parcel_id, parcel_id) as parcel_id,
    county_code,
    town_name,
    checkpoint,
    due_date,
    check_date,
    is_latest_check,
    promise_code,
    promise_zh,
    promised,
    contract_promised,
    is_promise_different,
    stated_actual as actual,
    actual_without_land_price,
    computed_year,
    computed_actual,
    unit,
    direction,
    is_met,
    state_reason,
    case
        when state_reason is not null or is_computed_met is null then 'unknown'
        when is_computed_met then 'yes'
        else 'no'
    end as computed_is_met,
    stated_is_met,
    case
        when is_met = 'unknown' or stated_is_met = 'unknown' then 'unknown'
        when is_met <> stated_is_met then 'yes'
        else 'no'
    end as differs_from_stated,
    rule_document as source_document,
    clause,
    region_code,
    batch_id,
    sheet,
    line
from answered
