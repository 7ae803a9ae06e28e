-- One row per region, month, 治理清单 its plan sets (without 工业用地底数清单) and object on it at the month's end: an
-- enterprise, a parcel, a problem, or on the merged list a (parcel, enterprise) pair. The list of one month compared
-- with the next is the 变动表.
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
from {{ ref('int_list_row_month') }}
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
from {{ ref('int_merged_object_month') }}
