-- Derive: shape, one row per delivered polygon in EPSG:4490 (longitude, latitude), repaired if that hardly changes its
-- area, else refused; from shape_moved (shape_id, moved), shape_system and the tolerance of repairs.
create temp table shape as
with checked as (
    select
        shape_id,
        moved,
        coalesce(try(st_isvalid(moved)), false) as is_valid,
        case when is_valid then moved else try(st_multi(st_collectionextract(st_makevalid(moved), 3))) end as whole
    from shape_moved
),

measured as (
    select
        checked.shape_id,
        checked.is_valid,
        checked.whole,
        try_cast(try(st_area_spheroid(st_flipcoordinates(whole))) as decimal(18, 4)) as area_sqm,
        case
            when not is_valid then try_cast(try(st_area_spheroid(st_flipcoordinates(moved))) as decimal(18, 4))
        end as drawn_sqm,
        greatest(area_sqm, drawn_sqm) > largest.absolute_sqm as is_too_large
    from checked
    cross join seed_land_tolerance as largest
    where largest.tolerance_code = 'largest'
),

judged as (
    select
        measured.*,
        coalesce(
            measured.area_sqm > 0
            and not measured.is_too_large
            and (
                measured.is_valid
                or abs(measured.area_sqm - measured.drawn_sqm)
                <= greatest(tolerance.absolute_sqm, tolerance.relative * cast(measured.area_sqm as decimal(25, 4)))
            ), false
        ) as is_usable
    from measured
    cross join seed_land_tolerance as tolerance
    where tolerance.tolerance_code = 'repair'
)

select
    shape_system.shape_id,
    case
        when judged.is_usable and judged.is_valid then 'valid'
        when judged.is_usable then 'repaired'
        else 'refused'
    end as geometry_state,
    case
        when shape_system.reason_zh is not null then shape_system.reason_zh
        when judged.area_sqm is null or (not judged.is_valid and judged.drawn_sqm is null) then '图形的面积无法计算，请重新绘制'
        when judged.is_too_large then '图形面积大于全省最大的设区市，请核对坐标和单位'
        when judged.is_valid and not judged.is_usable then '图形没有面积，请重新绘制'
        when not judged.is_usable
            then
                '图形自相交或有重叠的环，修复后面积由 ' || round(judged.drawn_sqm, 1)::varchar || ' ㎡变为 '
                || round(judged.area_sqm, 1)::varchar || ' ㎡，请重新绘制'
        when not judged.is_valid then '图形自相交，已修复，面积变化不超过容差'
    end as reason_zh,
    case when judged.is_usable then shape_system.epsg_code end as epsg_code,
    case when judged.is_usable then shape_system.is_turned end as is_turned,
    case when judged.is_usable then shape_system.numbers <> 'degrees_abroad' end as is_in_country,
    case when judged.is_usable then judged.whole end as geom,
    case when judged.is_usable then judged.area_sqm end as geometry_area_sqm
from shape_system
left join judged on shape_system.shape_id = judged.shape_id;
