-- One row per list, region and register (市场主体登记清单 or 工业用地底数清单) that both deliver: how many different codes
-- the list names and how many of them the register knows.
with
enterprise_mention as (select * from {{ source('lake', 'enterprise_mention') }}),
land_code as not materialized (select * from {{ source('lake', 'land_code') }}),
batches as (select * from {{ source('lake', 'batches') }}),

mentioned as (
    select distinct
        list_code,
        region_code,
        enterprise_id as code
    from enterprise_mention
    where method = 'uscc'
),

found as (
    select
        'registry.enterprise' as register_list_code,
        mentioned.list_code,
        mentioned.region_code,
        mentioned.code,
        registered.code as registered_code
    from mentioned
    left join mentioned as registered
        on
            mentioned.region_code = registered.region_code
            and mentioned.code = registered.code
            and registered.list_code = 'registry.enterprise'
    union all
    select
        'land.parcel_register',
        mentioned.list_code,
        mentioned.region_code,
        mentioned.land_code as code,
        registered.land_code as registered_code
    from land_code as mentioned
    left join land_code as registered
        on
            mentioned.region_code = registered.region_code
            and mentioned.land_code = registered.land_code
            and registered.list_code = 'land.parcel_register'
),

delivered as (
    select distinct
        list_code,
        region_code
    from batches
    where selection = 'selected'
)

select
    found.list_code,
    found.region_code,
    found.register_list_code,
    count(*) as code_count,
    count(found.registered_code) as found_count
from found
inner join delivered
    on found.register_list_code = delivered.list_code and found.region_code = delivered.region_code
where found.list_code <> found.register_list_code
group by found.list_code, found.region_code, found.register_list_code
