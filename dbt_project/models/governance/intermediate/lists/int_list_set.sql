-- One row per region, 治理清单 that its plan sets, and month in which it does: the list's own name there.
with
governance_list as (select * from {{ ref('governance_list') }}),
dim_month as (select * from {{ ref('dim_month') }})

select
    list.region_code,
    list.governance_list_code,
    list.list_name_zh,
    list.source_document,
    list.clause,
    month.month_start,
    month.month_end
from governance_list as list
inner join dim_month as month on {{ in_force('list', 'month.month_end') }}
where list.is_set
