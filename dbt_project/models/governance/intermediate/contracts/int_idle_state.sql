-- One row per contract: the two halves of the idle-land test (B2) on the last day of the mart, in three values. Not
-- begun: past the agreed start by the years of grace. Begun: stopped for that long with less than the share of the
-- investment, land price left out of both sides; the area begun on is in no list, so it never says no.
with
shared_policy_parameter as (select * from {{ ref('shared_policy_parameter') }}),
dim_month as (select * from {{ ref('dim_month') }}),
shared_contract as (select * from {{ ref('shared_contract') }}),
int_project_investment as (select * from {{ ref('int_project_investment') }}),

-- One row per region: the numbers of the idle-land test (B2) in force on the last day of the mart.
idle_rule as (
    select
        parameter.region_code,
        month.status_date,
        cast(max(case when parameter_code = 'idle_start_grace_years' then number_value end) as integer) as grace_years,
        max(case when parameter_code = 'idle_investment_share' then number_value end) as investment_share,
        max(case when parameter_code = 'idle_fee_share' then number_value end) as fee_share,
        cast(max(case when parameter_code = 'idle_take_back_years' then number_value end) as integer)
            as take_back_years,
        min(parameter.source_document) as source_document,
        min(parameter.clause) as clause
    from shared_policy_parameter as parameter
    inner join (
        select
            max(month_start) as month_start,
            max(month_end) as status_date
        from dim_month
    ) as month on parameter.month_start = month.month_start
    where parameter.parameter_code like 'idle%'
    group by parameter.region_code, month.status_date
),

dated as (
    select
        contract.*,
        rule.status_date,
        rule.grace_years,
        rule.investment_share,
        rule.fee_share,
        rule.take_back_years,
        rule.source_document,
        rule.clause,
        project.project_code,
        project.planned_investment_cny,
        project.completed_investment_cny,
        project.unchanged_since_date,
        project.first_stated_date,
        project.stated_date,
        cast(contract.planned_start_date + to_years(rule.grace_years) as date) as idle_from_date,
        coalesce(contract.actual_start_date <= rule.status_date, false)
        or coalesce(contract.actual_finish_date <= rule.status_date, false)
        or coalesce(project.start_date <= rule.status_date, false) as is_begun,
        coalesce(contract.actual_finish_date <= rule.status_date, false)
        or coalesce(project.finish_date <= rule.status_date, false)
        or coalesce(project.project_status in ('竣工', '投产'), false) as is_finished
    from shared_contract as contract
    inner join idle_rule as rule on contract.region_code = rule.region_code
    left join int_project_investment as project
        on contract.today_parcel_id = project.parcel_id and contract.today_parcel_id <> 'NO_PARCEL'
),

measured as (
    select
        *,
        greatest(completed_investment_cny - price_cny, 0) as invested_cny,
        planned_investment_cny - price_cny as total_cny,
        case
            when unchanged_since_date is null then null
            when unchanged_since_date + to_years(grace_years) <= stated_date then true
            when unchanged_since_date > first_stated_date then false
        end as is_stopped
    from dated
)

select
    *,
    case
        when is_begun or idle_from_date > status_date then 'no'
        when planned_start_date is null or period_end < idle_from_date then 'unknown'
        else 'yes'
    end as is_idle_not_begun,
    case
        when not is_begun or is_finished or not coalesce(is_stopped, true) then 'no'
        when
            is_stopped and total_cny > 0
            and invested_cny < cast(investment_share as decimal(10, 6)) * cast(total_cny as decimal(28, 2))
            then 'yes'
        else 'unknown'
    end as is_idle_stopped
from measured
