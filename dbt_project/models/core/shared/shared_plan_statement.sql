-- One row per governance plan and register that states it, with what the register before said of it. A register is all
-- that was delivered for one period; of a plan told twice in one the newest row counts.
with
stg_governance__plan as (select * from {{ ref('stg_governance__plan') }}),

stated as (
    select *
    from stg_governance__plan
    qualify row_number() over (
        partition by region_code, plan_no, period_end
        order by {{ last_received_first() }}
    ) = 1
)

select
    stated.*,
    row_number() over plan_order as statement_no,
    lag(stated.governance_path) over plan_order as former_path,
    lag(stated.plan_status) over plan_order as former_status,
    lag(stated.closed_date) over plan_order as former_closed_date,
    lead(stated.period_end) over plan_order as next_stated_date
from stated
window plan_order as (partition by stated.region_code, stated.plan_no order by stated.period_end)
