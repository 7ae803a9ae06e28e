-- One row per region, month, 治理清单 its plan sets (without 工业用地底数清单) and object on it at the month's end: an
-- enterprise, a parcel, a problem, or on the merged list a (parcel, enterprise) pair. The list of one month compared
-- with the next is the 变动表.
with
shared_land_month as (select * from {{ ref('shared_land_month') }}),
shared_parcel as (select * from {{ ref('shared_parcel') }}),
int_merged_reason_month as (select * from {{ ref('int_merged_reason_month') }}),
int_list_set as (select * from {{ ref('int_list_set') }}),
int_list_row_month as (select * from {{ ref('int_list_row_month') }}),

used as (
    select
        land.parcel_id,
        land.enterprise_id,
        land.month_start,
        parcel.region_code
    from shared_land_month as land
    inner join shared_parcel as parcel on land.parcel_id = parcel.parcel_id
    where land.enterprise_id <> 'NO_ENTERPRISE' and (land.land_sqm > 0 or land.is_land_unknown)
),

reason as (
    select * from int_merged_reason_month
    where enterprise_id <> 'NO_ENTERPRISE' or parcel_id <> 'NO_PARCEL'
),

placed as (
    select
        reason.*,
        reason.parcel_id as placed_parcel_id,
        reason.enterprise_id as placed_enterprise_id
    from reason
    where reason.enterprise_id <> 'NO_ENTERPRISE' and reason.parcel_id <> 'NO_PARCEL'
    union all
    select
        reason.*,
        coalesce(used.parcel_id, 'NO_PARCEL'),
        reason.enterprise_id
    from reason
    left join used
        on
            reason.enterprise_id = used.enterprise_id
            and reason.region_code = used.region_code
            and reason.month_start = used.month_start
    where reason.parcel_id = 'NO_PARCEL'
    union all
    select
        reason.*,
        reason.parcel_id,
        coalesce(used.enterprise_id, 'NO_ENTERPRISE')
    from reason
    left join used on reason.parcel_id = used.parcel_id and reason.month_start = used.month_start
    where reason.enterprise_id = 'NO_ENTERPRISE'
),

-- One row per region, month and object (parcel, enterprise) of the merged 治理清单: which lists and reasons. A reason
-- that names only an enterprise is on every parcel it uses at the month's end (NO_PARCEL: none), one that names only a
-- parcel is on every user of it (NO_ENTERPRISE: none); what names neither has no object and stays on its own list.
merged_object_month as (
    select
        placed.region_code,
        placed.month_start,
        placed.placed_parcel_id as parcel_id,
        placed.placed_enterprise_id as enterprise_id,
        coalesce(
            min(placed.band_code) filter (where placed.list_code = 'low_efficiency'),
            min(placed.band_code) filter (where placed.list_code in ('land_governance', 'low_efficiency_land'))
        ) as band_code,
        {{ joined_texts('placed.list_code') }} as listed_by,
        {{ joined_texts('placed.reason') }} as reason,
        max(placed.data_year) as data_year,
        {{ joined_texts('placed.source_document') }} as source_document,
        {{ joined_texts('placed.clause') }} as clause
    from placed
    inner join int_list_set as list
        on
            list.governance_list_code = 'merged'
            and placed.region_code = list.region_code
            and placed.month_start = list.month_start
    group by placed.region_code, placed.month_start, placed.placed_parcel_id, placed.placed_enterprise_id
)

select
    region_code,
    month_start,
    governance_list_code,
    object_kind,
    object_id,
    enterprise_id,
    parcel_id,
    domain,
    band_code,
    cast(null as varchar) as listed_by,
    reason,
    data_year,
    source_document,
    clause
from int_list_row_month
union all
select
    region_code,
    month_start,
    'merged',
    'item',
    parcel_id || '/' || enterprise_id,
    enterprise_id,
    parcel_id,
    null,
    band_code,
    listed_by,
    reason,
    coalesce(data_year, cast(year(last_day(month_start) + 1) - 1 as integer)),
    source_document,
    clause
from merged_object_month
