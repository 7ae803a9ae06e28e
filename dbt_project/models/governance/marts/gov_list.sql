-- One row per region and 治理清单 of the two plans: whether the region's plan sets it, under which name, and how many rows
-- it has in the newest month; NULL, not 0, where it is not set.
with
int_list_now as (select * from {{ ref('int_list_now') }}),
list_land_baseline as (select * from {{ ref('list_land_baseline') }}),
governance_list as (select * from {{ ref('governance_list') }}),
dim_month as (select * from {{ ref('dim_month') }}),

counted as (
    select
        region_code,
        governance_list_code,
        count(*) as row_count
    from int_list_now
    group by region_code, governance_list_code
    union all
    select
        region_code,
        'land_baseline',
        count(*)
    from list_land_baseline
    group by region_code
)

select
    list.region_code,
    list.governance_list_code,
    list.is_set,
    list.list_name_zh,
    list.department_code,
    list.display_order,
    newest.month_start,
    case when list.is_set then coalesce(counted.row_count, 0) end as row_count,
    list.source_document,
    list.clause
from governance_list as list
inner join (
    select
        max(month_start) as month_start,
        max(month_end) as month_end
    from dim_month
) as newest
    on {{ in_force('list', 'newest.month_end') }}
left join counted
    on list.region_code = counted.region_code and list.governance_list_code = counted.governance_list_code
