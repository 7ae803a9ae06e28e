-- One row per parcel any list names, parcel another one took the place of, and NO_PARCEL, with its newest entry in
-- 工业用地底数清单, the parts of its code, its four areas and its polygon's figures.
with origin as (
    select
        child_parcel_id,
        min(change_date) as change_date
    from {{ source('lake', 'parcel_lineage') }}
    where is_confirmed
    group by child_parcel_id
)

select
    known.parcel_id,
    known.land_code,
    known.issuer,
    known.is_registered,
    known.is_superseded,
    known.successor_parcel_id,
    origin.change_date as valid_from_date,
    case when known.is_superseded then known.change_date - 1 end as valid_to_date,
    known.region_code,
    known.county_code,
    code.cadastral_area,
    code.cadastral_subarea,
    code.feature_code,
    code.code_ownership,
    register.town_name,
    register.platform_name,
    register.location,
    register.unit_code,
    register.ownership,
    known.holder_enterprise_id,
    known.holder_from_date,
    known.land_area_sqm,
    register.certified_area_sqm,
    register.approved_area_sqm,
    register.surveyed_area_sqm,
    geometry.geometry_area_sqm,
    geometry.geometry_state,
    coalesce(geometry.geometry_state in ('valid', 'repaired'), false) as is_geometry_valid,
    geometry.longitude_deg,
    geometry.latitude_deg,
    known.floor_area_sqm,
    known.floor_area_ratio,
    register.planned_use,
    register.plan_conformity,
    register.plan_version,
    register.current_use,
    known.land_status,
    known.is_under_construction,
    register.supply_date,
    register.boundary_wkt,
    register.batch_id,
    register.sheet,
    register.line
from {{ ref('int_parcel_known') }} as known
left join {{ ref('shared_parcel_register') }} as register on known.parcel_id = register.parcel_id
left join {{ source('lake', 'parcel_code') }} as code on known.parcel_id = code.parcel_id
left join {{ source('lake', 'parcel_geometry') }} as geometry
    on known.parcel_id = geometry.parcel_id and geometry.is_current
left join origin on known.parcel_id = origin.child_parcel_id
