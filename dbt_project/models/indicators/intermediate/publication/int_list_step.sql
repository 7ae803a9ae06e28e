-- One row per governance list, object and month in which its place on the list is another than the month before: its
-- row of either month. The mart's first month has none before it and is no change.
with listed as (
    select
        list.*,
        month.month_end,
        cast(list.month_start + interval 1 month as date) as next_month
    from {{ ref('gov_list_month') }} as list
    inner join {{ ref('dim_month') }} as month on list.month_start = month.month_start
),

edge as (
    select
        min(month_start) as first_month,
        max(month_start) as last_month
    from {{ ref('dim_month') }}
)

select
    coalesce(now.region_code, before.region_code) as region_code,
    coalesce(now.month_start, before.next_month) as month_start,
    coalesce(now.governance_list_code, before.governance_list_code) as governance_list_code,
    coalesce(now.object_kind, before.object_kind) as object_kind,
    coalesce(now.object_id, before.object_id) as object_id,
    coalesce(now.enterprise_id, before.enterprise_id) as enterprise_id,
    coalesce(now.parcel_id, before.parcel_id) as parcel_id,
    coalesce(now.domain, before.domain) as domain,
    case
        when before.object_id is null then 'entered'
        when now.object_id is null then 'left'
        else 'moved'
    end as change,
    before.band_code as from_band,
    now.band_code as to_band,
    before.reason as from_reason,
    now.reason as to_reason,
    before.data_year as from_data_year,
    now.data_year as to_data_year,
    now.source_document,
    now.clause
from listed as now
full outer join listed as before
    on
        now.month_start = before.next_month
        and now.region_code = before.region_code
        and now.governance_list_code = before.governance_list_code
        and now.object_id = before.object_id
cross join edge
where
    coalesce(now.month_start, before.next_month) > edge.first_month
    and coalesce(now.month_start, before.next_month) <= edge.last_month
    and (before.object_id is null or now.object_id is null or now.band_code is distinct from before.band_code)
