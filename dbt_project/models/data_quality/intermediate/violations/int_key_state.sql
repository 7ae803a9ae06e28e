-- One row per key that a violation names, in every place where a counting batch has a row of that key: the last such
-- batch. Events and decisions are one place whatever their period and part.
with
violations as (select * from {{ source('lake', 'violations') }}),
row_key as (select * from {{ source('lake', 'row_key') }}),
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),

wanted as (
    select distinct
        list_code,
        region_code,
        row_key
    from violations
    where row_key is not null
)

select
    keys.list_code,
    keys.region_code,
    keys.row_key,
    case when place.is_added then 'any' else place.part end as key_part,
    case when place.is_added then 'any' else place.place_period end as key_period,
    max(place.arrival_order) as arrival_order
from row_key as keys
inner join wanted
    on
        keys.list_code = wanted.list_code
        and keys.region_code = wanted.region_code
        and keys.row_key = wanted.row_key
inner join shared_batch_place as place on keys.batch_id = place.batch_id and place.is_current
group by all
