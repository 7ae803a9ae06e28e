-- One row per batch that counts now and did not in the release before (or no more does), of a delivery (region, list,
-- part, period): sent again or withdrawn (correction), or there for the first time (late_data for what it covers).
with
batches as (select * from {{ source('lake', 'batches') }}),
published_batch as (select * from {{ source('lake', 'published_batch') }}),
published_base as (select * from {{ source('lake', 'published_base') }}),

now as (
    select
        region_code,
        list_code,
        part,
        period,
        batch_id,
        period_start
    from batches
    where selection = 'selected'
),

before as (
    select *
    from published_batch
),

known as (
    select distinct
        region_code,
        list_code,
        part,
        period
    from before
),

present as (
    select distinct
        region_code,
        list_code,
        part,
        period
    from now
)

select
    now.region_code,
    now.list_code,
    now.part,
    now.period,
    now.batch_id,
    now.period_start,
    case when known.period is null then 'late_data' else 'correction' end as cause
from now
inner join published_base as base on base.release_id is not null
left join before on now.batch_id = before.batch_id and now.list_code = before.list_code
left join known
    on
        now.region_code = known.region_code
        and now.list_code = known.list_code
        and now.part = known.part
        and now.period = known.period
where before.batch_id is null
union all
select
    before.region_code,
    before.list_code,
    before.part,
    before.period,
    before.batch_id,
    cast(null as date),
    'correction'
from before
left join present
    on
        before.region_code = present.region_code
        and before.list_code = present.list_code
        and before.part = present.part
        and before.period = present.period
where present.period is null
