-- One row per parcel any list names, parcel another one took the place of, and NO_PARCEL, with its newest entry in
-- 工业用地底数清单, the parts of its code, its four areas and its polygon's figures.
with
parcel_lineage as not materialized (select * from {{ source('lake', 'parcel_lineage') }}),
shared_parcel as not materialized (select * from {{ ref('shared_parcel') }}),
parcel_issuer as (select * from {{ ref('parcel_issuer') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),
parcel_code as (select * from {{ source('lake', 'parcel_code') }}),
parcel_geometry as (select * from {{ source('lake', 'parcel_geometry') }}),

change as (
    select
        parent_parcel_id,
        min(change_date) as change_date,
        case
            when count(distinct child_parcel_id) = 1 and bool_and(kind in ('recode', 'code_issued'))
                then min(child_parcel_id)
        end as successor_parcel_id,
        min(former_code) as former_code,
        min(region_code) as region_code
    from parcel_lineage
    where is_confirmed
    group by parent_parcel_id
),

-- One row per parcel any list names, parcel another one took the place of, and NO_PARCEL, with its end and successor.
-- A parcel whose code was replaced stays as a row that ends: facts under the former code are its successor's.
parcel_known as (
    select
        parcel.parcel_id,
        parcel.land_code,
        parcel.issuer,
        parcel.is_registered,
        parcel.region_code,
        parcel.county_code,
        parcel.holder_enterprise_id,
        parcel.holder_from_date,
        parcel.land_area_sqm,
        parcel.floor_area_sqm,
        parcel.floor_area_ratio,
        parcel.land_status,
        parcel.is_under_construction,
        not parcel.is_registered and change.parent_parcel_id is not null as is_superseded,
        change.change_date,
        change.successor_parcel_id
    from shared_parcel as parcel
    left join change on parcel.parcel_id = change.parent_parcel_id
    union all
    select
        change.parent_parcel_id,
        change.former_code,
        coalesce(issuer.issuer_zh, '园区大脑临时编码'),
        false,
        change.region_code,
        null,
        'NO_ENTERPRISE',
        null,
        null,
        null,
        null,
        null,
        false,
        true,
        change.change_date,
        change.successor_parcel_id
    from change
    left join shared_parcel as parcel on change.parent_parcel_id = parcel.parcel_id
    left join parcel_issuer as issuer
        on change.region_code = issuer.region_code and change.former_code is not null and issuer.valid_to is null
    where parcel.parcel_id is null
    union all
    select
        'NO_PARCEL',
        null,
        '园区大脑',
        false,
        null,
        null,
        'NO_ENTERPRISE',
        null,
        null,
        null,
        null,
        null,
        false,
        false,
        null,
        null
),

origin as (
    select
        child_parcel_id,
        min(change_date) as change_date
    from parcel_lineage
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
from parcel_known as known
left join shared_parcel_register as register on known.parcel_id = register.parcel_id
left join parcel_code as code on known.parcel_id = code.parcel_id
left join parcel_geometry as geometry
    on known.parcel_id = geometry.parcel_id and geometry.is_current
left join origin on known.parcel_id = origin.child_parcel_id
