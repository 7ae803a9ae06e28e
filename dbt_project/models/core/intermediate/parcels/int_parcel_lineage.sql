-- One row per parcel and successor (split, merge, re-code, a code given to a code-less parcel) with the day the
-- successor takes its place; a change nobody dates counts as if it had always been so. Both parcels are known to some
-- list; what polygons only suggest does not count.
with
parcel_key as (select * from {{ source('lake', 'parcel_key') }}),
parcel_lineage as (select * from {{ source('lake', 'parcel_lineage') }}),

known as (
    select distinct parcel_id
    from parcel_key
),

change as (
    select
        lineage.parent_parcel_id,
        lineage.child_parcel_id,
        max(coalesce(lineage.change_date, cast('1900-01-01' as date))) as change_date
    from parcel_lineage as lineage
    inner join known as parent on lineage.parent_parcel_id = parent.parcel_id
    inner join known as child on lineage.child_parcel_id = child.parcel_id
    where lineage.is_confirmed and lineage.parent_parcel_id <> lineage.child_parcel_id
    group by lineage.parent_parcel_id, lineage.child_parcel_id
)

select
    parent_parcel_id,
    child_parcel_id,
    change_date,
    count(*) over (partition by child_parcel_id) as parent_count,
    count(*) over (partition by parent_parcel_id) as child_count
from change
