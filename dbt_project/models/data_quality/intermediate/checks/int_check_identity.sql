-- One row per list, enterprise and spelling that disagrees with 市场主体登记清单: another name, or a code it does not have.
with
enterprise_mention as not materialized (select * from {{ source('lake', 'enterprise_mention') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),

registered as (
    select distinct
        region_code,
        enterprise_id,
        name_norm
    from enterprise_mention
    where list_code = 'registry.enterprise' and method = 'uscc'
),

region as (
    select distinct region_code
    from registered
),

mention as (
    select
        mention.*,
        known.enterprise_id is not null as is_registered,
        same_name.enterprise_id is not null as is_same_name
    from enterprise_mention as mention
    inner join region on mention.region_code = region.region_code
    left join (
        select distinct
            region_code,
            enterprise_id
        from registered
    ) as known
        on mention.region_code = known.region_code and mention.enterprise_id = known.enterprise_id
    left join registered as same_name
        on
            mention.region_code = same_name.region_code
            and mention.enterprise_id = same_name.enterprise_id
            and mention.name_norm = same_name.name_norm
    where mention.method = 'uscc' and mention.list_code <> 'registry.enterprise'
)

select
    case when mention.is_registered then 'name_differs_from_registry' else 'code_not_in_registry' end as check_id,
    mention.region_code,
    mention.enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    cast(null as varchar) as period,
    mention.list_code,
    mention.batch_id,
    mention.sheet,
    mention.line,
    -- Without a count of rows: it grows with every delivery, and the finding must keep its number.
    mention.uscc_text || ' ' || mention.name_text || '（可能有多行，此处所列为最后一行）'
    || coalesce('，登记名称：' || enterprise.enterprise_name, '') as detail_zh
from mention
left join dim_enterprise as enterprise
    on mention.enterprise_id = enterprise.enterprise_id and enterprise.is_in_registry
where not mention.is_registered or (not mention.is_same_name and mention.name_norm <> '')
