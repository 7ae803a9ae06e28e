-- One row per parcel, kind of place, smallest place it lies in and period: the share of its land, from the two bridges.
-- Shares of a parcel within a kind add up to 1 on every day it exists; is_main marks the largest, where counts go. A
-- parcel that is no more, of which no town or platform is known today, lies where its own last register says, else
-- where all its successors do. The first place known is that of the days before, too: a parcel given another code lay
-- where it lies now.
with
bridge_parcel_region as (select * from {{ ref('bridge_parcel_region') }}),
bridge_parcel_platform as (select * from {{ ref('bridge_parcel_platform') }}),
bridge_parcel_lineage as not materialized (select * from {{ ref('bridge_parcel_lineage') }}),
fct_parcel_register as (select * from {{ ref('fct_parcel_register') }}),
int_town_name as (select * from {{ ref('int_town_name') }}),
shared_platform_name as (select * from {{ ref('shared_platform_name') }}),

bridge as (
    select
        parcel_id,
        'area' as leaf_kind,
        area_code as leaf_code,
        region_code,
        valid_from_date,
        valid_to_date,
        area_share,
        is_main,
        area_level <> 'town' as is_vague
    from bridge_parcel_region
    union all
    select
        parcel_id,
        'platform',
        platform_id,
        region_code,
        valid_from_date,
        valid_to_date,
        area_share,
        is_main,
        platform_id = 'NO_PLATFORM'
    from bridge_parcel_platform
),

former as (
    select distinct parent_parcel_id as parcel_id
    from bridge_parcel_lineage
),

told as (
    select
        register.parcel_id,
        town.town_code,
        platform.platform_id
    from fct_parcel_register as register
    inner join former on register.parcel_id = former.parcel_id
    left join int_town_name as town
        on
            register.region_code = town.region_code
            and register.town_name = town.town_name
            and (town.bearers = 1 or register.county_code = town.county_code)
    left join shared_platform_name as platform
        on register.region_code = platform.region_code and register.platform_name = platform.name
    qualify row_number() over (
        partition by register.parcel_id
        order by {{ newest_first('register') }}
    ) = 1
),

succeeded as (
    select
        lineage.parent_parcel_id as parcel_id,
        bridge.leaf_kind,
        min(bridge.leaf_code) as leaf_code
    from bridge_parcel_lineage as lineage
    inner join bridge on lineage.child_parcel_id = bridge.parcel_id and bridge.is_main
    where not bridge.is_vague
    group by lineage.parent_parcel_id, bridge.leaf_kind
    having count(distinct bridge.leaf_code) = 1
)

select
    bridge.parcel_id,
    bridge.leaf_kind,
    case
        when bridge.is_vague
            then
                coalesce(
                    case bridge.leaf_kind when 'area' then told.town_code else told.platform_id end,
                    succeeded.leaf_code,
                    bridge.leaf_code
                )
        else bridge.leaf_code
    end as leaf_code,
    bridge.region_code,
    case when not bridge.is_first then bridge.valid_from_date end as valid_from_date,
    bridge.valid_to_date,
    bridge.area_share,
    bridge.is_main
from (
    select
        *,
        coalesce(valid_from_date, cast('0001-01-01' as date))
        = min(coalesce(valid_from_date, cast('0001-01-01' as date))) over (
            partition by parcel_id, leaf_kind
        ) as is_first
    from bridge
) as bridge
left join told on bridge.parcel_id = told.parcel_id and bridge.area_share = 1
left join succeeded
    on
        bridge.parcel_id = succeeded.parcel_id
        and bridge.leaf_kind = succeeded.leaf_kind
        and bridge.area_share = 1
