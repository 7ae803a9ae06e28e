-- One row per region and object (parcel, enterprise; '' where there is none) on the merged list of the newest month,
-- with the lists it is on.
select
    list.region_code,
    list.parcel_id,
    list.enterprise_id,
    string_agg(distinct list.reason, '、' order by list.reason) as governance_lists
from {{ ref('gov_list_month') }} as list
inner join (select max(month_start) as month_start from {{ ref('dim_month') }}) as newest
    on list.month_start = newest.month_start
where list.governance_list_code = 'merged'
group by list.region_code, list.parcel_id, list.enterprise_id
