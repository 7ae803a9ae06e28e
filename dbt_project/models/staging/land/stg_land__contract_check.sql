-- One row per accepted row of 达产复核清单 (land.contract_check) in every winning batch, with the keys of the enterprise and
-- parcel it names. The list has one row per supply contract and checkpoint that was checked, with promised and actual
-- figures.
-- Generated from ingest/contracts/land/contract_check.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    county.division_code as county_code,
    src.contract_no,
    src.supervision_no,
    src.land_code,
    src.project_name,
    src.enterprise_name,
    src.enterprise_uscc,
    src.county_name,
    src.town_name,
    src.checkpoint,
    src.due_date,
    src.check_date,
    src.promised_investment_wan_cny_per_mu,
    src.actual_investment_wan_cny_per_mu,
    src.promised_far,
    src.actual_far,
    src.promised_energy_tce_per_wan_cny,
    src.actual_energy_tce_per_wan_cny,
    src.promised_emission_t_per_wan_cny,
    src.actual_emission_t_per_wan_cny,
    src.promised_tax_wan_cny_per_mu,
    src.actual_tax_wan_cny_per_mu,
    src.check_result,
    src.failed_items,
    src.is_breach,
    src.penalty_due_cny,
    src.penalty_received_cny,
    src.disposal,
    src.check_unit,
    src.evidence,
    src.note,
    {{ lineage() }}
from {{ source('lake', 'land__contract_check') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.enterprise_uscc', 'src.enterprise_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'null', 'parcel_key') }}
left join {{ ref('ref_division') }} as county
    on {{ same_county('src.county_name', 'county') }}
