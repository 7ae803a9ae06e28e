-- Derive: parcel_lineage_shape, one row per parcel that is no longer listed and new parcel whose polygon is (nearly)
-- inside it, or the reverse: a suggestion by polygons, graded in its evidence, where no list states a change.
create temp table parcel_lineage_shape as
with former as (
    select
        drawn.*,
        shape.geom,
        shape.geometry_area_sqm
    from drawn_parcel as drawn
    inner join shape on drawn.shape_id = shape.shape_id
    where drawn.next_end is not null and shape.geom is not null
),

present as (
    select
        drawn.*,
        shape.geom,
        shape.geometry_area_sqm
    from drawn_parcel as drawn
    inner join shape on drawn.shape_id = shape.shape_id
    where
        shape.geom is not null
        and drawn.first_end in (
            select next_end
            from drawn_parcel
            where next_end is not null
        )
),

met as (
    select
        former.region_code,
        former.parcel_id as parent_parcel_id,
        present.parcel_id as child_parcel_id,
        former.has_code as parent_has_code,
        present.first_end,
        former.geometry_area_sqm as parent_sqm,
        present.geometry_area_sqm as child_sqm,
        try_cast(
            try(
                st_area_spheroid(
                    st_flipcoordinates(st_collectionextract(st_intersection(former.geom, present.geom), 3))
                )
            ) as decimal(18, 4)
        ) as common_sqm
    from former
    inner join present on st_intersects(former.geom, present.geom)
    where
        former.region_code = present.region_code
        and former.part = present.part
        and former.next_end = present.first_end
        and former.parcel_id <> present.parcel_id
),

inside as (
    select
        met.*,
        greatest(tolerance.absolute_sqm, tolerance.relative * met.parent_sqm) as parent_slack_sqm,
        greatest(tolerance.absolute_sqm, tolerance.relative * met.child_sqm) as child_slack_sqm
    from met
    cross join seed_land_tolerance as tolerance
    where tolerance.tolerance_code = 'union' and met.common_sqm > tolerance.absolute_sqm
),

counted as (
    select
        *,
        child_sqm - common_sqm <= child_slack_sqm as is_child_inside,
        parent_sqm - common_sqm <= parent_slack_sqm as is_parent_inside,
        parent_sqm - sum(common_sqm) over (partition by parent_parcel_id) <= parent_slack_sqm as is_parent_covered,
        child_sqm - sum(common_sqm) over (partition by child_parcel_id) <= child_slack_sqm as is_child_covered,
        count(*) over (partition by parent_parcel_id) as children,
        count(*) over (partition by child_parcel_id) as parents
    from inside
)

select
    region_code,
    parent_parcel_id,
    child_parcel_id,
    case
        when children = 1 and parents = 1 then case when parent_has_code then 'recode' else 'code_issued' end
        when parents > 1 then 'merge'
        else 'split'
    end as kind,
    first_end as change_date,
    common_sqm,
    parent_sqm,
    case
        when is_parent_covered and is_child_covered then '图形吻合：旧宗地与新宗地之并一致'
        else '图形部分吻合：新宗地在旧宗地之内，但未占满'
    end as evidence
from counted
where
    (children = 1 and parents = 1 and is_child_inside and is_parent_inside)
    or (children > 1 and parents = 1 and is_child_inside)
    or (parents > 1 and children = 1 and is_parent_inside);
