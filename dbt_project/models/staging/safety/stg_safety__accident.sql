-- One row per accepted row of 生产安全事故清单 (safety.accident) in every winning batch, with the key of the enterprise it
-- names. The list has one row per accident, with its casualties, loss and grade.
-- Generated from ingest/contracts/safety/accident.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.accident_no,
    src.occurred_date,
    src.enterprise_name,
    src.enterprise_uscc,
    src.county_name,
    src.town_name,
    src.location,
    src.industry_name,
    src.accident_kind,
    src.accident_grade,
    src.deaths_count,
    src.serious_injuries_count,
    src.minor_injuries_count,
    src.direct_loss_cny,
    src.is_road_traffic,
    src.is_production_safety,
    src.summary,
    src.is_concluded,
    src.report_no,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'safety__accident') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
