-- One row per accepted row of 信访事项清单 (governance.petition) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per petition about industrial land or an enterprise.
-- Generated from ingest/contracts/governance/petition.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.petition_no,
    src.registered_date,
    src.county_name,
    src.town_name,
    src.village_name,
    src.land_code,
    src.location,
    src.enterprise_name,
    src.enterprise_uscc,
    src.petition_kind,
    src.channel,
    src.summary,
    src.is_repeated,
    src.petition_status,
    src.finished_date,
    src.handling_unit,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'governance__petition') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
