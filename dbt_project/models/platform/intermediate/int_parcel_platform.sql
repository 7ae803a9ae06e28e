-- One row per parcel and smallest platform it lies in, or NO_PLATFORM: its share of the land in millionths.
-- What the lists state goes before polygons: the deepest park one list names below (or at) what the register names;
-- a park that is in none of the others' trees does not count against the register. Polygons: a park's own part is what
-- the parks inside it leave.
with
shared_parcel_platform_statement as (select * from {{ ref('shared_parcel_platform_statement') }}),
shared_platform_tree as not materialized (select * from {{ ref('shared_platform_tree') }}),
parcel_share as (select * from {{ source('lake', 'parcel_share') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),

statement as (
    select
        told.*,
        coalesce(depth.steps, 0) as depth,
        min(told.list_rank) over (partition by told.parcel_id) as first_rank
    from shared_parcel_platform_statement as told
    left join shared_platform_tree as depth on told.platform_id = depth.platform_id and depth.is_root
),

agreeing as (
    select
        told.parcel_id,
        told.platform_id,
        told.list_code,
        row_number() over (
            partition by told.parcel_id order by told.depth desc, told.list_rank asc, told.platform_id asc
        ) as place
    from statement as told
    inner join statement as head
        on told.parcel_id = head.parcel_id and head.list_rank = head.first_rank
    left join shared_platform_tree as tree
        on told.platform_id = tree.platform_id and head.platform_id = tree.ancestor_id
    where tree.platform_id is not null or told.platform_id = head.platform_id
),

drawn as (
    select
        share.parcel_id,
        platform.platform_id,
        platform.parent_platform_id,
        share.millionths
    from parcel_share as share
    inner join shared_platform as platform
        on
            share.area_kind = 'platform'
            and share.region_code = platform.region_code
            and share.area_code = platform.own_key
    left join agreeing as stated on share.parcel_id = stated.parcel_id
    where stated.parcel_id is null
),

own as (
    select
        drawn.parcel_id,
        drawn.platform_id,
        greatest(0, drawn.millionths - coalesce(sum(inner_part.millionths), 0)) as weight
    from drawn
    left join drawn as inner_part
        on drawn.parcel_id = inner_part.parcel_id and drawn.platform_id = inner_part.parent_platform_id
    group by drawn.parcel_id, drawn.platform_id, drawn.millionths
),

weighed as (
    select
        parcel_id,
        platform_id,
        weight
    from own
    where weight > 0
    union all
    select
        parcel_id,
        'NO_PLATFORM',
        1000000 - sum(weight)
    from own
    group by parcel_id
    having sum(weight) < 1000000
),

totalled as (
    select
        *,
        sum(weight) over (partition by parcel_id) as total
    from weighed
)

select
    parcel_id,
    platform_id,
    1000000 as millionths,
    'stated' as method,
    list_code
from agreeing
where place = 1
union all
select
    parcel_id,
    platform_id,
    {{ millionths('weight', 'total', 'parcel_id', 'platform_id') }} as millionths,
    'polygon',
    null
from totalled
