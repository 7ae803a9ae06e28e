-- One row per decision in force that names no batch or violation we know of.
select
    'decision_without_target' as check_id,
    region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    period,
    decision_list_code as list_code,
    batch_id,
    sheet,
    line,
    decision_no || '（' || action || '）：' || about_zh as detail_zh
from {{ ref('dq_decision') }}
where state = 'in_force' and target_count = 0
