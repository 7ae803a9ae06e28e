-- One row per accepted row of 差别化措施台账 (governance.policy_measure) in every winning batch, with the key of the
-- enterprise it names. The list has one row per differential measure applied to one enterprise for one element and
-- period.
-- Generated from ingest/contracts/governance/policy_measure.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.measure_no,
    src.enterprise_name,
    src.enterprise_uscc,
    src.county_name,
    src.town_name,
    src.data_year,
    src.final_grade,
    src.element,
    src.direction,
    src.measure,
    src.quantity,
    src.quantity_unit,
    src.amount_cny,
    src.start_date,
    src.end_date,
    src.department_name,
    src.document_no,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'governance__policy_measure') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
