-- One row per accepted row of 落后产能清单 (economy.outdated_capacity) in every winning batch, with the keys of the
-- enterprise and parcel it names. The list has one row per item of outdated capacity found at an enterprise, restated
-- in every delivery with its present state.
-- Generated from ingest/contracts/economy/outdated_capacity.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.item_no,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.county_name,
    src.town_name,
    src.industry_name,
    src.equipment,
    src.catalogue,
    src.capacity,
    src.energy_saved_tce,
    src.release_area_sqm,
    src.listed_date,
    src.deadline_date,
    src.disposal_status,
    src.finished_date,
    src.closed_date,
    src.responsible_unit,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'economy__outdated_capacity') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
