-- One row per accepted row of 收储腾退台账 (land.reserve) in every winning batch, with the keys of the enterprise and parcel
-- it names. The list has one row per plot to be bought back or vacated, restated in every delivery with its present
-- state.
-- Generated from ingest/contracts/land/reserve.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.reserve_no,
    src.land_code,
    src.location,
    src.county_name,
    src.town_name,
    src.platform_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.reserve_kind,
    src.land_area_sqm,
    src.floor_area_sqm,
    src.listed_date,
    src.planned_date,
    src.reserve_status,
    src.signed_date,
    src.vacated_date,
    src.delivered_date,
    src.price_zone,
    src.guide_price_wan_cny_per_mu,
    src.land_value_cny,
    src.building_value_cny,
    src.compensation_cny,
    src.paid_cny,
    src.responsible_unit,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__reserve') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
