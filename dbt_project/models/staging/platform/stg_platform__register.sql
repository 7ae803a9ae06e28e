-- One row per accepted row of 平台与园区清单 (platform.register) in every winning batch, with the key of the enterprise it
-- names. The list has one row per platform or park on the date of the list; the parent makes a tree.
-- Generated from ingest/contracts/platform/register.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    county.division_code as county_code,
    src.platform_code,
    src.platform_name,
    src.parent_code,
    src.parent_name,
    src.platform_kind,
    src.platform_tier,
    src.platform_level,
    src.brands,
    src.operator_name,
    src.operator_uscc,
    src.county_name,
    src.town_name,
    src.planned_area_sqm,
    src.approved_area_sqm,
    src.built_area_sqm,
    src.managed_area_sqm,
    src.approval_document,
    src.leading_industries,
    src.star_rating,
    src.valid_from_date,
    src.valid_to_date,
    src.established_date,
    src.abolished_date,
    src.coordinate_system,
    src.boundary_wkt,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'platform__register') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.operator_uscc', 'src.operator_name', 'enterprise_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
