-- One row per enterprise, region and data year: the evaluation unit it belongs to, and whether it heads it. Members of
-- a unit carry its result.
with
int_eval_member as (select * from {{ ref('int_eval_member') }})

select
    eval_unit_id,
    enterprise_id,
    region_code,
    data_year,
    is_head,
    is_branch
from int_eval_member
