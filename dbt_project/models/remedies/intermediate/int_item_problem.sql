-- One row per governance item: whether its enterprise or parcel has an open problem of any of the four domains on the
-- status date. None found means no only where every register the region plans or ever sends is stated to that month.
with
shared_issue_open_month as (select * from {{ ref('shared_issue_open_month') }}),
shared_parcel_today as (select * from {{ ref('shared_parcel_today') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
dq_completeness as (select * from {{ ref('dq_completeness') }}),
batches as (select * from {{ source('lake', 'batches') }}),
issue_domain as (select * from {{ ref('issue_domain') }}),
shared_issue_stated_month as (select * from {{ ref('shared_issue_stated_month') }}),
int_item as (select * from {{ ref('int_item') }}),

open_issue as (
    select
        issue.region_code,
        issue.enterprise_id,
        coalesce(today.today_parcel_id, issue.parcel_id) as parcel_id
    from shared_issue_open_month as issue
    left join shared_parcel_today as today on issue.parcel_id = today.parcel_id
    where issue.month_start = (select max(month_start) from dim_month)
),

used as (
    select distinct
        region_code,
        list_code
    from dq_completeness
    where status <> 'unplanned'
    union
    select distinct
        region_code,
        list_code
    from batches
    where selection = 'selected'
),

register as (
    select
        used.region_code,
        bool_and(coalesce(stated.is_complete, false)) as is_complete
    from used
    inner join issue_domain as domain on used.list_code = domain.list_code
    left join shared_issue_stated_month as stated
        on
            used.region_code = stated.region_code
            and domain.domain = stated.domain
            and stated.month_start = (select max(month_start) from dim_month)
    group by used.region_code
)

select
    item.gov_item_id,
    case
        when by_enterprise.enterprise_id is not null or by_parcel.parcel_id is not null then 'yes'
        when coalesce(register.is_complete, false) then 'no'
        else 'unknown'
    end as has_problem
from int_item as item
left join register on item.region_code = register.region_code
left join (
    select distinct
        region_code,
        enterprise_id
    from open_issue
    where enterprise_id <> 'NO_ENTERPRISE'
) as by_enterprise
    on item.region_code = by_enterprise.region_code and item.enterprise_id = by_enterprise.enterprise_id
left join (
    select distinct parcel_id
    from open_issue
    where parcel_id <> 'NO_PARCEL'
) as by_parcel
    on item.parcel_id = by_parcel.parcel_id
