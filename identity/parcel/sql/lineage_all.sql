-- Derive: parcel_lineage, one row per former parcel and its successor: confirmed if the lists state or show it
-- (parcel_lineage_stated), else suggested by polygons (parcel_lineage_shape_read).
create temp table parcel_lineage as
select
    region_code,
    parent_parcel_id,
    child_parcel_id,
    former_code,
    land_code,
    kind,
    change_date,
    area_share,
    method,
    true as is_confirmed,
    evidence
from parcel_lineage_stated
union all
select
    shape.region_code,
    shape.parent_parcel_id,
    shape.child_parcel_id,
    null,
    null,
    shape.kind,
    shape.change_date,
    cast(least(1, shape.common_sqm / shape.parent_sqm) as decimal(9, 6)),
    'polygon',
    false,
    shape.evidence || '（' || shape.common_sqm::varchar || ' ㎡）'
from parcel_lineage_shape_read as shape
left join parcel_lineage_stated as parent on shape.parent_parcel_id = parent.parent_parcel_id
left join parcel_lineage_stated as child on shape.child_parcel_id = child.child_parcel_id
where parent.parent_parcel_id is null and child.child_parcel_id is null;
