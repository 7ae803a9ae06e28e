-- One row per lease that only one side states, or whose two sides differ in area or end.
with
shared_lease as (select * from {{ ref('shared_lease') }}),

lease as (
    select
        lease.*,
        coalesce(lease.start_date::varchar, '起租日期未填') as start_text
    from shared_lease as lease
    where lease.use_kind = 'lease'
)

select
    'lease_one_sided' as check_id,
    region_code,
    case when has_lessee then lessee_id else lessor_id end as enterprise_id,
    case when has_lessee then lessor_id else lessee_id end as counterparty_enterprise_id,
    parcel_id,
    cast(null as varchar) as period,
    'land.occupancy' as list_code,
    batch_id,
    sheet,
    line,
    case when has_lessee then '只有承租方填报' else '只有出租方填报' end || '，起租：' || start_text as detail_zh
from lease
where not (has_lessee and has_lessor)
union all
select
    'lease_sides_differ',
    region_code,
    lessee_id,
    lessor_id,
    parcel_id,
    null,
    'land.occupancy',
    batch_id,
    sheet,
    line,
    '起租：' || start_text || '；承租方填用地 ' || coalesce(lessee_land_area_sqm::varchar, '空') || ' ㎡、建筑 '
    || coalesce(lessee_floor_area_sqm::varchar, '空') || ' ㎡、止 ' || coalesce(lessee_end_date::varchar, '空')
    || '；出租方填用地 ' || coalesce(lessor_land_area_sqm::varchar, '空') || ' ㎡、建筑 '
    || coalesce(lessor_floor_area_sqm::varchar, '空') || ' ㎡、止 ' || coalesce(lessor_end_date::varchar, '空')
from lease
where
    has_lessee and has_lessor
    and (
        lessee_land_area_sqm is distinct from lessor_land_area_sqm
        or lessee_floor_area_sqm is distinct from lessor_floor_area_sqm
        or lessee_end_date is distinct from lessor_end_date
    )
