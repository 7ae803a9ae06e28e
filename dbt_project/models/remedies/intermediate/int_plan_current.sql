-- One row per governance plan as its newest register states it, on today's parcel; '' where it names no parcel or
-- enterprise. A plan that was ended (已终止) is none.
select
    statement.region_code,
    statement.plan_no,
    coalesce(today.today_parcel_id, nullif(statement.parcel_id, 'NO_PARCEL'), '') as parcel_id,
    coalesce(nullif(statement.enterprise_id, 'NO_ENTERPRISE'), '') as enterprise_id,
    statement.county_code,
    statement.town_name,
    statement.governance_path,
    statement.implementation_mode,
    statement.plan_status,
    statement.plan_date,
    statement.next_milestone_date,
    statement.deadline_date,
    statement.environment_acceptance,
    statement.safety_acceptance,
    statement.fire_acceptance,
    statement.construction_acceptance,
    statement.accepted_date,
    statement.closed_date,
    statement.closed_date is null as is_open,
    statement.batch_id,
    statement.sheet,
    statement.line
from {{ ref('shared_plan_statement') }} as statement
left join {{ ref('shared_parcel_today') }} as today
    on statement.parcel_id = today.parcel_id and statement.parcel_id <> 'NO_PARCEL'
where statement.next_stated_date is null and statement.plan_status <> '已终止'
