-- One row per region and object (parcel, enterprise; '' where there is none) on the merged list of the newest month,
-- with the lists it is on and why.
select
    list.region_code,
    coalesce(nullif(list.parcel_id, 'NO_PARCEL'), '') as parcel_id,
    coalesce(nullif(list.enterprise_id, 'NO_ENTERPRISE'), '') as enterprise_id,
    list.listed_by as governance_lists,
    list.reason as listed_reason
from {{ ref('gov_list_month') }} as list
inner join (select max(month_start) as month_start from {{ ref('dim_month') }}) as newest
    on list.month_start = newest.month_start
where list.governance_list_code = 'merged'
