-- One row per accepted row of the newest 不动产单元清单 that is in force (现势, or no state told) and lies on a known
-- parcel; of several batches that list a unit the newest counts. A unit without a number is known by its place.
with
newest_land__property_unit as ({{ latest_rows(ref('stg_land__property_unit')) }}),

listed as (
    select
        state.*,
        coalesce(state.unit_code, state.location, state.certificate_no, state.batch_id || '/' || state.line)
            as unit_key,
        case
            when state.own_land_area_sqm is not null or state.shared_land_area_sqm is not null
                then coalesce(state.own_land_area_sqm, 0) + coalesce(state.shared_land_area_sqm, 0)
        end as certificate_sqm
    from newest_land__property_unit as state
    where coalesce(state.registration_state = '现势', true) and state.parcel_id <> 'NO_PARCEL'
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by parcel_id, unit_key order by period_end desc, received_at desc, batch_id desc
        ) as batch_place
    from listed
)

select
    parcel_id,
    unit_key,
    enterprise_id,
    location,
    certificate_sqm,
    floor_area_sqm,
    ownership_share_pct,
    registered_date,
    region_code,
    batch_id,
    sheet,
    line
from ranked
where batch_place = 1
