-- One row per department that delivers lists.
with
ref_department as (select * from {{ ref('ref_department') }})

select
    department_code,
    department_zh
from ref_department
