-- One row per object on a 治理清单 in the newest month of the mart, with the first month of its unbroken time on it (as far
-- back as the mart goes).
with
gov_list_month as (select * from {{ ref('gov_list_month') }}),
dim_month as (select * from {{ ref('dim_month') }}),
int_list_set as (select * from {{ ref('int_list_set') }}),

numbered as (
    select
        listed.*,
        row_number() over (
            partition by listed.region_code, listed.governance_list_code, listed.object_id
            order by listed.month_start desc
        ) as place,
        row_number() over (
            partition by listed.region_code, listed.governance_list_code, listed.object_id
            order by listed.month_start desc
        ) = (year(newest.month_start) - year(listed.month_start)) * 12
        + month(newest.month_start) - month(listed.month_start) + 1 as is_unbroken,
        newest.month_start as newest_month
    from gov_list_month as listed
    cross join (select max(month_start) as month_start from dim_month) as newest
),

since as (
    select
        region_code,
        governance_list_code,
        object_id,
        min(month_start) as listed_since_month
    from numbered
    where is_unbroken
    group by region_code, governance_list_code, object_id
)

select
    numbered.region_code,
    numbered.month_start,
    numbered.governance_list_code,
    list.list_name_zh,
    numbered.object_kind,
    numbered.object_id,
    numbered.enterprise_id,
    numbered.parcel_id,
    numbered.domain,
    numbered.band_code,
    numbered.listed_by,
    numbered.reason,
    numbered.data_year,
    since.listed_since_month,
    numbered.source_document,
    numbered.clause
from numbered
inner join since
    on
        numbered.region_code = since.region_code
        and numbered.governance_list_code = since.governance_list_code
        and numbered.object_id = since.object_id
inner join int_list_set as list
    on
        numbered.region_code = list.region_code
        and numbered.governance_list_code = list.governance_list_code
        and numbered.month_start = list.month_start
where numbered.month_start = numbered.newest_month
