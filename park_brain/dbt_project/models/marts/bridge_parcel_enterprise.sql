-- One row per parcel, enterprise, tenure, counterparty, first and last day: who may use which land from when to when,
-- and on what evidence.
select
    parcel_id,
    holder_enterprise_id as enterprise_id,
    'own' as tenure,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    holder_from_date as valid_from_date,
    cast(null as date) as valid_to_date,
    'register' as land_basis,
    land_area_sqm as land_sqm,
    floor_area_sqm as floor_sqm,
    false as is_one_sided,
    region_code
from {{ ref('int_parcel') }}
where is_registered and holder_enterprise_id <> 'NO_ENTERPRISE'
union all
select
    own.parcel_id,
    own.enterprise_id,
    'own',
    'NO_ENTERPRISE',
    own.start_date,
    own.end_date,
    'stated_land',
    own.land_area_sqm,
    null,
    false,
    own.region_code
from {{ ref('int_own_statement') }} as own
inner join {{ ref('int_parcel') }} as parcel on own.parcel_id = parcel.parcel_id and not parcel.is_registered
where own.enterprise_id <> 'NO_ENTERPRISE'
union all
select
    parcel_id,
    lessee_id,
    case use_kind when 'other' then 'other' else 'leased_in' end,
    lessor_id,
    start_date,
    end_date,
    land_basis,
    land_sqm,
    floor_sqm,
    use_kind = 'lease' and not (has_lessee and has_lessor),
    region_code
from {{ ref('int_lease') }}
union all
select
    parcel_id,
    lessor_id,
    'leased_out',
    lessee_id,
    start_date,
    end_date,
    land_basis,
    land_sqm,
    floor_sqm,
    not(has_lessee and has_lessor),
    region_code
from {{ ref('int_lease') }}
where use_kind = 'lease'
