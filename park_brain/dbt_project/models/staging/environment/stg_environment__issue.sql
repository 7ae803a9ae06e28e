-- One row per accepted row of 环保治理清单 (environment.issue) in every winning batch, with the keys of the
-- enterprise and parcel it names.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.issue_no,
    src.county_name,
    src.town_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.address,
    src.description,
    src.issue_category,
    src.severity,
    src.supervision_kind,
    src.legal_basis,
    src.found_date,
    src.source,
    src.measures,
    src.deadline_date,
    src.responsible_unit,
    src.supervisor_unit,
    src.issue_status,
    src.finished_date,
    src.acceptance_unit,
    src.acceptance_result,
    src.closed_date,
    src.note,
    src._batch_id as batch_id,
    src._sheet as sheet,
    src._line as line,
    src._region_code as region_code,
    src._part as part,
    src._period as period,
    src._period_start as period_start,
    src._period_end as period_end,
    src._received_at as received_at
from {{ source('lake', 'environment__issue') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on
        src._region_code = county.parent_code
        and src.county_name = county.division_zh
        and county.division_level = 'county'
