-- One row per accepted row of 用地情况与租赁清单 (land.occupancy) in every winning batch, with the keys of the enterprises and
-- parcel it names. The list has one row per statement of one enterprise about its use of one parcel (own, leased in,
-- leased out, other) and the date it began.
-- Generated from ingest/contracts/land/occupancy.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(counterparty_key.enterprise_id, 'NO_ENTERPRISE') as counterparty_enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.land_code,
    src.location,
    src.county_name,
    src.town_name,
    src.occupant_name,
    src.occupant_uscc,
    src.tenure,
    src.counterparty_name,
    src.counterparty_uscc,
    src.land_area_sqm,
    src.floor_area_sqm,
    src.start_date,
    src.end_date,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__occupancy') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.occupant_uscc', 'src.occupant_name', 'enterprise_key') }}
left join {{ source('lake', 'enterprise_key') }} as counterparty_key
    on {{ same_enterprise('src.counterparty_uscc', 'src.counterparty_name', 'counterparty_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
