-- One row per parcel, smallest platform or park it lies in (or NO_PLATFORM) and period: the share of its land.
-- Shares of a parcel on a day add up to 1, so a total over the tree counts a parcel once; counts go to the largest.
-- When a platform is abolished its land falls to the platform above it.
with
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_parcel_platform as (select * from {{ ref('int_parcel_platform') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),

placed as (
    select
        parcel.parcel_id,
        parcel.region_code,
        coalesce(place.platform_id, 'NO_PLATFORM') as platform_id,
        coalesce(place.millionths, 1000000) as millionths,
        coalesce(place.method, 'none') as method,
        place.list_code as source_list_code,
        platform.abolished_date,
        coalesce(platform.parent_platform_id, 'NO_PLATFORM') as heir_id
    from shared_parcel as parcel
    left join int_parcel_platform as place on parcel.parcel_id = place.parcel_id
    left join shared_platform as platform on place.platform_id = platform.platform_id
),

-- From the beginning, and from the day after each abolition.
starting as (
    select distinct
        parcel_id,
        cast(null as date) as valid_from_date
    from placed
    union
    select distinct
        parcel_id,
        abolished_date + 1
    from placed
    where abolished_date is not null
),

period as (
    select
        parcel_id,
        valid_from_date,
        lead(valid_from_date) over (partition by parcel_id order by valid_from_date asc nulls first) - 1
            as valid_to_date
    from starting
),

merged as (
    select
        placed.parcel_id,
        placed.region_code,
        case when placed.abolished_date < period.valid_from_date then placed.heir_id else placed.platform_id end
            as platform_id,
        period.valid_from_date,
        period.valid_to_date,
        min(placed.method) as method,
        min(placed.source_list_code) as source_list_code,
        sum(placed.millionths) as millionths
    from placed
    inner join period on placed.parcel_id = period.parcel_id
    group by all
)

select
    parcel_id,
    platform_id,
    valid_from_date,
    valid_to_date,
    cast(millionths * 0.000001 as decimal(9, 6)) as area_share,
    row_number() over (
        partition by parcel_id, valid_from_date order by millionths desc, platform_id asc
    ) = 1 as is_main,
    method,
    source_list_code,
    region_code
from merged
