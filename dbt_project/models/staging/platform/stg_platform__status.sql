-- One row per accepted row of 平台运行情况表 (platform.status) in every winning batch. The list has one row per platform or
-- park and month, with the state on its last day.
-- Generated from ingest/contracts/platform/status.yml by `make generate`.
select
    county.division_code as county_code,
    src.platform_code,
    src.platform_name,
    src.county_name,
    src.is_brain_connected,
    src.brain_functions,
    src.is_steward_connected,
    src.is_interconnected,
    src.digital_park_award,
    src.institution_count,
    src.post_count,
    src.staff_count,
    src.enterprise_count,
    src.above_scale_count,
    src.vacant_floor_area_sqm,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'platform__status') }} as src
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
