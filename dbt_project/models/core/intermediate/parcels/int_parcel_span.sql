-- One row per parcel any list names: the first and last day of its being. A successor begins on the day of the change,
-- its predecessor ends the day before, unless the register still lists it after the change (a part was cut off).
with
parcel_key as (select * from {{ source('lake', 'parcel_key') }}),
int_parcel_lineage as not materialized (select * from {{ ref('int_parcel_lineage') }}),
shared_parcel_register as (select * from {{ ref('shared_parcel_register') }}),

known as (
    select distinct parcel_id
    from parcel_key
),

born as (
    select
        child_parcel_id as parcel_id,
        max(change_date) as change_date
    from int_parcel_lineage
    group by child_parcel_id
),

changed as (
    select
        parent_parcel_id as parcel_id,
        min(change_date) as change_date
    from int_parcel_lineage
    group by parent_parcel_id
)

select
    known.parcel_id,
    coalesce(born.change_date, cast('0001-01-01' as date)) as valid_from_date,
    case
        when changed.change_date is null or register.period_end >= changed.change_date then cast('9999-12-31' as date)
        else cast(changed.change_date - interval 1 day as date)
    end as valid_to_date,
    changed.change_date,
    coalesce(register.period_end >= changed.change_date, false) as is_reduced
from known
left join born on known.parcel_id = born.parcel_id
left join changed on known.parcel_id = changed.parcel_id
left join shared_parcel_register as register on known.parcel_id = register.parcel_id
