-- One row per finding about platforms: a name that 平台与园区清单 does not have, or two lists that put a parcel into
-- platforms neither of which lies in the other.
with
shared_parcel_platform_statement as (select * from {{ ref('shared_parcel_platform_statement') }}),
shared_platform as (select * from {{ ref('shared_platform') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),
shared_platform_tree as not materialized (select * from {{ ref('shared_platform_tree') }}),

statement as (
    select
        *,
        min(list_rank) over (partition by parcel_id) as first_rank
    from shared_parcel_platform_statement
),

unlisted as (
    select
        *,
        row_number() over (
            partition by list_code, region_code, platform_name order by batch_id desc, sheet desc, line desc
        ) as place
    from statement
    where not is_listed and region_code in (select region_code from shared_platform)
)

select
    'platform_not_listed' as check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    cast(null as varchar) as period,
    list_code,
    batch_id,
    sheet,
    line,
    platform_name || '（可能有多行，此处所列为最后一行）' as detail_zh
from unlisted
where place = 1
union all
select
    'platform_differs',
    told.region_code,
    'NO_ENTERPRISE',
    'NO_ENTERPRISE',
    told.parcel_id,
    null,
    told.list_code,
    told.batch_id,
    told.sheet,
    told.line,
    '填报为' || told.platform_name || '，' || list.list_zh || '填报为' || head.platform_name
from statement as told
inner join statement as head on told.parcel_id = head.parcel_id and head.list_rank = head.first_rank
inner join contract_list as list on head.list_code = list.list_code
left join shared_platform_tree as below
    on told.platform_id = below.platform_id and head.platform_id = below.ancestor_id
left join shared_platform_tree as above
    on told.platform_id = above.ancestor_id and head.platform_id = above.platform_id
where told.platform_id <> head.platform_id and below.platform_id is null and above.platform_id is null
