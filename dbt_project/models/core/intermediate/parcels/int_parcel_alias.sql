-- One row per parcel and parcel that stood or stands in its place: in its days a statement about the one means the
-- other. A re-coded or merged parcel is followed to its one successor, a part to the one whole it came from; a whole
-- that was split has no single successor, and a merged parcel no single predecessor. Days are closed, never NULL.
with recursive
int_parcel_lineage as not materialized (select * from {{ ref('int_parcel_lineage') }}),
int_parcel_span as not materialized (select * from {{ ref('int_parcel_span') }}),

kin as (
    select
        child_parcel_id as parcel_id,
        parent_parcel_id as kin_parcel_id,
        change_date,
        'before' as direction
    from int_parcel_lineage
    where parent_count = 1
    union all
    select
        lineage.parent_parcel_id,
        lineage.child_parcel_id,
        lineage.change_date,
        'after'
    from int_parcel_lineage as lineage
    inner join int_parcel_span as span on lineage.parent_parcel_id = span.parcel_id
    where lineage.child_count = 1 and not span.is_reduced
),

-- Distinct rows only, so that codes that went back and forth end too.
reached as (
    select
        parcel_id,
        kin_parcel_id,
        change_date,
        direction
    from kin
    union
    select
        reached.parcel_id,
        kin.kin_parcel_id,
        kin.change_date,
        kin.direction
    from reached
    inner join kin on reached.kin_parcel_id = kin.parcel_id and reached.direction = kin.direction
)

select
    parcel_id,
    parcel_id as valid_parcel_id,
    valid_from_date,
    valid_to_date
from int_parcel_span
union all
select
    reached.parcel_id,
    span.parcel_id as valid_parcel_id,
    span.valid_from_date,
    case reached.direction
        when 'before' then least(span.valid_to_date, cast(reached.change_date - interval 1 day as date))
        else span.valid_to_date
    end as valid_to_date
from reached
inner join int_parcel_span as span on reached.kin_parcel_id = span.parcel_id
where reached.parcel_id <> span.parcel_id
