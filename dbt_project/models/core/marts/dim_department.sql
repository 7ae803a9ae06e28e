-- One row per department that delivers lists.
select
    department_code,
    department_zh
from {{ ref('ref_department') }}
