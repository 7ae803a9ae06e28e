-- Invariant 1: at no month's end are a parcel and a successor of the whole of it there together.
{{ config(group='core') }}
select
    lineage.parent_parcel_id,
    lineage.child_parcel_id,
    parent.month_start
from {{ ref('int_parcel_lineage') }} as lineage
inner join {{ ref('int_parcel_span') }} as span on lineage.parent_parcel_id = span.parcel_id and not span.is_reduced
inner join {{ ref('shared_holder_month') }} as parent on lineage.parent_parcel_id = parent.parcel_id
inner join {{ ref('shared_holder_month') }} as child
    on lineage.child_parcel_id = child.parcel_id and parent.month_start = child.month_start
