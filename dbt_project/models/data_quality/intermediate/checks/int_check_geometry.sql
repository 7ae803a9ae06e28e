-- One row per finding about a polygon: refused, mended, missing where others are drawn, outside its county, a thread,
-- over another parcel; or a delivery that lies beside what it is compared with by the same distance (GCJ-02).
with
parcel_geometry as (select * from {{ source('lake', 'parcel_geometry') }}),
parcel_overlap as (select * from {{ source('lake', 'parcel_overlap') }}),
geometry_shift as (select * from {{ source('lake', 'geometry_shift') }}),

drawn as (
    select
        *,
        case
            when geometry_state = 'refused' then 'geometry_refused'
            when geometry_state = 'repaired' then 'geometry_repaired'
            when geometry_state = 'missing' then 'geometry_missing'
        end as state_check
    from parcel_geometry
),

found as (
    select
        state_check as check_id,
        drawn.*,
        coalesce(reason_zh, '同一清单其他宗地有图形') as detail_zh
    from drawn
    where state_check is not null
    union all
    select
        'geometry_outside_county',
        drawn.*,
        '图形位于东经 ' || longitude_deg::varchar || '、北纬 ' || latitude_deg::varchar || '，不在 ' || division_code
        || case when is_division_drawn then ' 的界线内' else ' 的经纬度范围内' end
    from drawn
    where not is_in_division or not is_in_country
    union all
    select
        'geometry_sliver',
        drawn.*,
        '图形狭长，面积 ' || geometry_area_sqm::varchar || ' ㎡'
    from drawn
    where is_sliver
),

overlapping as (
    select
        overlap.*,
        parcel.batch_id,
        parcel.sheet,
        parcel.line,
        other.land_code as other_land_code,
        other.line as other_line
    from parcel_overlap as overlap
    inner join drawn as parcel on overlap.parcel_id = parcel.parcel_id and parcel.is_current
    inner join drawn as other on overlap.other_parcel_id = other.parcel_id and other.is_current
)

select
    check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    coalesce(parcel_id, 'NO_PARCEL') as parcel_id,
    cast(null as varchar) as period,
    'land.parcel_register' as list_code,
    batch_id,
    sheet,
    line,
    detail_zh
from found
union all
select
    case overlap_kind when 'sliver' then 'geometry_overlap_sliver' else 'geometry_overlap' end,
    region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    parcel_id,
    null,
    'land.parcel_register',
    batch_id,
    sheet,
    line,
    '与 ' || coalesce(other_land_code, '无代码宗地（第 ' || other_line::varchar || ' 行）')
    || case overlap_kind when 'same_shape' then ' 的图形相同，' else ' 重叠 ' end || overlap_area_sqm::varchar || ' ㎡'
from overlapping
union all
select
    'geometry_shifted',
    region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    'NO_PARCEL',
    null,
    list_code,
    batch_id,
    null,
    null,
    '与' || compared_zh || '相比，' || pair_count::varchar || ' 处一致向东偏 ' || east_m::varchar || ' 米、向北偏 '
    || north_m::varchar || ' 米' || case shift_kind
        when 'gcj02' then '，与 GCJ-02（高德等）加偏一致'
        when 'gcj02_before' then '，与上一期为 GCJ-02（高德等）加偏一致'
        else '，疑似坐标系不同'
    end
from geometry_shift
