-- One row per decision that orders an enterprise to stop (三停: 停止施工, 停止使用, 停产停业). In force on a day where
-- from_date <= day and the day is before lifted_date; NULL = not lifted. Revoked decisions are not here.
with
fct_penalty as (select * from {{ ref('fct_penalty') }})

select
    penalty_id,
    region_code,
    enterprise_id,
    parcel_id,
    domain,
    enforcement_domain,
    decision_no,
    stop_kind,
    -- Takes effect when decided, unless the list says another day.
    coalesce(stop_from_date, decided_date) as from_date,
    stop_to_date as lifted_date
from fct_penalty
where is_three_stop
