-- One row per accepted row of 差别化措施台账 (governance.policy_measure) in every winning batch, with the keys of the
-- enterprise it names.
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
    on
        src._region_code = county.parent_code
        and src.county_name = county.division_zh
        and county.division_level = 'county'
