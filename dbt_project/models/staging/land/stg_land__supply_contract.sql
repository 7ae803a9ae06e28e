-- One row per accepted row of 供地合同与承诺清单 (land.supply_contract) in every winning batch, with the keys of the enterprise
-- and parcel it names. The list has one row per land supply contract (or supply result) with its price, dates and
-- promises.
-- Generated from ingest/contracts/land/supply_contract.yml by `make generate`.
select
    coalesce(enterprise_key.enterprise_id, 'NO_ENTERPRISE') as enterprise_id,
    coalesce(parcel_key.parcel_id, 'NO_PARCEL') as parcel_id,
    src.contract_no,
    src.supervision_no,
    src.land_code,
    src.project_name,
    src.location,
    src.district_name,
    src.land_area_sqm,
    src.land_use,
    src.supply_method,
    src.land_source,
    src.land_grade,
    src.industry_name,
    src.price_cny,
    src.term_years,
    src.transferee_name,
    src.transferee_uscc,
    src.approver,
    src.signed_date,
    src.handover_date,
    src.planned_start_date,
    src.planned_finish_date,
    src.actual_start_date,
    src.actual_finish_date,
    src.far_min,
    src.far_max,
    src.is_standard_land,
    src.promised_investment_wan_cny_per_mu,
    src.promised_far,
    src.promised_tax_wan_cny_per_mu,
    src.promised_energy_tce_per_wan_cny,
    src.promised_emission_t_per_wan_cny,
    {{ lineage() }}
from {{ source('lake', 'land__supply_contract') }} as src
left join {{ source('lake', 'enterprise_key') }} as enterprise_key
    on {{ same_enterprise('src.transferee_uscc', 'src.transferee_name', 'enterprise_key') }}
left join {{ source('lake', 'parcel_key') }} as parcel_key
    on {{ same_parcel('src.land_code', 'src.location', 'parcel_key') }}
