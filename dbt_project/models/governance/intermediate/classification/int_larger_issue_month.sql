-- One row per object (enterprise or parcel), region, domain and month with a 较大 problem open at the month's end: the
-- problems' numbers. A problem that names no parcel lies on every parcel its enterprise uses then.
with
shared_issue_open_month as not materialized (select * from {{ ref('shared_issue_open_month') }}),
shared_land_month as (select * from {{ ref('shared_land_month') }}),

placed as (
    select
        'enterprise' as object_kind,
        enterprise_id as object_id,
        region_code,
        domain,
        month_start,
        issue_id
    from shared_issue_open_month
    where is_larger and enterprise_id <> 'NO_ENTERPRISE'
    union all
    select
        'parcel',
        parcel_id,
        region_code,
        domain,
        month_start,
        issue_id
    from shared_issue_open_month
    where is_larger and parcel_id <> 'NO_PARCEL'
    union all
    select
        'parcel',
        land.parcel_id,
        issue.region_code,
        issue.domain,
        issue.month_start,
        issue.issue_id
    from shared_issue_open_month as issue
    inner join shared_land_month as land
        on issue.enterprise_id = land.enterprise_id and issue.month_start = land.month_start
    where
        issue.is_larger
        and issue.parcel_id = 'NO_PARCEL'
        and issue.enterprise_id <> 'NO_ENTERPRISE'
        and land.land_sqm > 0
)

select
    object_kind,
    object_id,
    region_code,
    domain,
    month_start,
    {{ joined_texts('issue_id') }} as evidence
from placed
group by object_kind, object_id, region_code, domain, month_start
