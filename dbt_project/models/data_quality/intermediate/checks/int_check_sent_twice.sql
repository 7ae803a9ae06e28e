-- One row per row whose key another sender of the same region (or its city) delivered too, in lists where a key names
-- one row; the sender that came first is the one named.
with
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),
ref_division as (select * from {{ ref('ref_division') }}),
batches as (select * from {{ source('lake', 'batches') }}),
row_key as (select * from {{ source('lake', 'row_key') }}),
int_check_issue as (select * from {{ ref('int_check_issue') }}),

place as (
    select
        place.*,
        -- A district inside a city that delivers itself reports into the city's lists.
        case when city.region_code is not null then division.parent_code else place.region_code end as home_region_code
    from shared_batch_place as place
    left join ref_division as division on place.region_code = division.division_code
    left join (
        select distinct region_code
        from batches
    ) as city
        on division.parent_code = city.region_code
    where place.is_current and not place.is_added and place.key_kind = 'unique'
),

shared_place as (
    select
        list_code,
        home_region_code,
        place_period
    from place
    group by list_code, home_region_code, place_period
    having count(distinct region_code || part) > 1
),

sent as (
    select
        keys.*,
        place.home_region_code,
        place.place_period,
        case when keys.part = 'whole' then keys.region_code || ' 整份' else keys.part end as sender,
        dense_rank() over (
            partition by keys.list_code, place.home_region_code, place.place_period, keys.row_key
            order by place.arrival_order
        ) as rank_in_time,
        max(case when numbered.check_id is not null then 1 else 0 end) over (
            partition by keys.list_code, place.home_region_code, place.place_period, keys.row_key
        ) as is_other_problem
    from row_key as keys
    inner join place on keys.batch_id = place.batch_id
    inner join shared_place
        on
            place.list_code = shared_place.list_code
            and place.home_region_code = shared_place.home_region_code
            and place.place_period = shared_place.place_period
    -- One number for two problems is another finding (issue_no_shared).
    left join int_check_issue as numbered
        on
            numbered.check_id = 'issue_no_shared'
            and keys.batch_id = numbered.batch_id
            and keys.sheet = numbered.sheet
            and keys.line = numbered.line
    where keys.row_key is not null
)

select
    'row_sent_twice' as check_id,
    later.region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    later.period,
    later.list_code,
    later.batch_id,
    later.sheet,
    later.line,
    later.row_key || '，' || earlier.sender || ' 与 ' || later.sender || ' 均已报送' as detail_zh
from sent as later
inner join (
    select
        list_code,
        home_region_code,
        place_period,
        row_key,
        min(sender) as sender
    from sent
    where rank_in_time = 1
    group by list_code, home_region_code, place_period, row_key
) as earlier
    on
        later.list_code = earlier.list_code
        and later.home_region_code = earlier.home_region_code
        and later.place_period = earlier.place_period
        and later.row_key = earlier.row_key
where later.rank_in_time > 1 and later.sender <> earlier.sender and later.is_other_problem = 0
