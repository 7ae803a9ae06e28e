-- One row per accepted row of 企业用电清单 (utility.power) in every winning batch, with the keys of the enterprises and
-- parcel it names. The list has one row per meter account, enterprise it is mapped to, and month.
-- Generated from ingest/contracts/utility/power.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(holder_key.enterprise_id, 'NO_ENTERPRISE') as holder_enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.meter_no,
    src.meter_holder_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.land_code,
    src.address,
    src.county_name,
    src.town_name,
    src.power_kind,
    src.contract_capacity_kva,
    src.power_kwh,
    src.peak_power_kwh,
    src.flat_power_kwh,
    src.valley_power_kwh,
    src.read_date,
    src.meter_status,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'utility__power') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'enterprise_key') }} as holder_key
    on {{ same_enterprise('null', 'src.meter_holder_name', 'holder_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
