-- One row per property unit and enterprise that owns a part of it, with that part of the unit's land and floor.
-- Parts follow 共有份额; where it is missing nobody's part is known and the land stays with the parcel's holder.
-- Unsold and vacant units have no owner here: they stay with the holder too.
with
int_unit_statement as (select * from {{ ref('int_unit_statement') }}),
shared_unit as (select * from {{ ref('shared_unit') }}),

owner as (
    select
        parcel_id,
        unit_key,
        enterprise_id,
        min(registered_date) as valid_from_date,
        count(*) - count(registered_date) as undated_count,
        sum(ownership_share_pct) as share_pct,
        min(region_code) as region_code,
        max(struct_pack(batch_id := batch_id, sheet := sheet, line := line)) as place
    from int_unit_statement
    group by parcel_id, unit_key, enterprise_id
),

weighted as (
    select
        owner.*,
        unit.land_basis,
        unit.share_state,
        case when unit.share_state <> 'unknown' then unit.land_sqm end as unit_land_sqm,
        case when unit.share_state <> 'unknown' then unit.floor_sqm end as unit_floor_sqm,
        case
            when unit.share_state = 'sole' then 1
            when unit.share_state <> 'unknown' then {{ units('owner.share_pct', 4) }}
        end as weight,
        case unit.share_state
            when 'sole' then 1
            when 'whole' then {{ units('unit.stated_share_pct', 4) }}
            when 'part' then 1000000
        end as total_weight
    from owner
    inner join shared_unit as unit on owner.parcel_id = unit.parcel_id and owner.unit_key = unit.unit_key
),

floored as (
    select
        *,
    {% for area in ['unit_land_sqm', 'unit_floor_sqm'] %}
    {{ share_floor(area, 4, 'weight', 'total_weight') }} as {{ area }}_floor,
    {{ share_remainder(area, 4, 'weight', 'total_weight') }} as {{ area }}_rest{{ ',' if not loop.last }}
    {% endfor %}
    from weighted
),

shared as (
    select
        *,
    {% for area in ['unit_land_sqm', 'unit_floor_sqm'] %}
    case
        when share_state = 'part' then {{ from_units(area ~ '_floor', 4) }}
        else {{ share(area, 4, area ~ '_floor', area ~ '_rest', 'parcel_id, unit_key', 'enterprise_id') }}
    end as {{ area }}_part{{ ',' if not loop.last }}
    {% endfor %}
    from floored
)

select
    parcel_id,
    unit_key,
    enterprise_id,
    case when undated_count = 0 then valid_from_date end as valid_from_date,
    case when share_state = 'unknown' then 'unknown' else land_basis end as land_basis,
    unit_land_sqm_part as land_sqm,
    unit_floor_sqm_part as floor_sqm,
    cast(share_pct as decimal(18, 4)) as ownership_share_pct,
    region_code,
    place.batch_id as batch_id,
    place.sheet as sheet,
    place.line as line
from shared
where enterprise_id <> 'NO_ENTERPRISE'
