-- One row per inspection of an enterprise by a department on a day, with what it found and the problem domain its field
-- belongs to.
with
enforcement_domain as (select * from {{ ref('enforcement_domain') }}),
stg_enforcement__inspection as (select * from {{ ref('stg_enforcement__inspection') }})

select
    inspection.batch_id || ':' || coalesce(inspection.sheet, '') || ':' || inspection.line as inspection_id,
    inspection.enterprise_id,
    inspection.parcel_id,
    inspection.county_code,
    inspection.county_name,
    inspection.town_name,
    inspection.inspection_no,
    inspection.inspection_date,
    inspection.department_name,
    inspection.enforcement_domain,
    field.domain,
    inspection.inspection_kind,
    inspection.enterprise_name,
    inspection.enterprise_uscc,
    inspection.land_code,
    inspection.inspection_result,
    inspection.inspection_result <> '未发现问题' as is_problem_found,
    inspection.problem_count,
    inspection.problem_nos,
    inspection.deadline_date,
    inspection.batch_id,
    inspection.sheet,
    inspection.line,
    inspection.region_code,
    inspection.part,
    inspection.period,
    inspection.period_start,
    inspection.period_end,
    inspection.received_at
from stg_enforcement__inspection as inspection
left join enforcement_domain as field
    on
        inspection.enforcement_domain = field.enforcement_domain
        and {{ in_force('field', 'inspection.inspection_date') }}
