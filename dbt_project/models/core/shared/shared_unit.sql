-- One row per property unit in force: its land by certificate (独用 + 分摊), else by its floor, as the land-basis ladder
-- says. Its owners repeat the unit's areas; where they contradict each other the land is unknown.
with
int_unit as (select * from {{ ref('int_unit') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),

based as (
    select
        unit.*,
        parcel.land_area_sqm as parcel_land_sqm,
        parcel.floor_area_sqm as parcel_floor_sqm,
        parcel.floor_area_ratio,
        case
            when unit.certificate_sqm is not null then 'certificate'
            when unit.is_contradictory then 'unknown'
            else {{ basis_of_floor('unit.floor_sqm', 'parcel') }}
        end as land_basis
    from int_unit as unit
    inner join shared_parcel as parcel on unit.parcel_id = parcel.parcel_id
)

select
    unit.parcel_id,
    unit.unit_key,
    unit.location,
    unit.place_count,
    unit.owner_count,
    unit.floor_sqm,
    unit.land_basis,
    {{ land_by_basis('unit', 'unit.certificate_sqm') }} as land_sqm,
    -- Parts of co-owners: all state one, none below 0, and they do not exceed the whole (to the tenth of a per cent).
    case
        when unit.owner_count = 1 and unit.unshared_count = 1 then 'sole'
        when unit.unshared_count > 0 or unit.least_share_pct < 0 then 'unknown'
        when round(unit.stated_share_pct, 1) > 100 then 'unknown'
        when round(unit.stated_share_pct, 1) = 100 then 'whole'
        else 'part'
    end as share_state,
    unit.stated_share_pct
from based as unit
