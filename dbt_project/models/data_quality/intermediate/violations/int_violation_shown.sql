-- One row per violation and batch that shows it, as received; open where that batch counts (or waits to be mended) and
-- no later delivery has put another row in the place of the failing one.
with
violations as (select * from {{ source('lake', 'violations') }}),
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),
int_key_state as (select * from {{ ref('int_key_state') }})

select
    violations.violation_id,
    violations.batch_id,
    violations.list_code,
    violations.region_code,
    violations.part,
    violations.period,
    violations.sheet,
    violations.line,
    violations.rule_id,
    violations.severity,
    violations.column_name,
    violations.column_zh,
    violations.value_masked,
    violations.row_key,
    violations.message_zh,
    violations.remedy_zh,
    violations.dimension,
    violations.owner,
    place.period_end,
    place.received_at,
    place.arrival_order,
    place.is_added,
    place.place_period,
    place.is_current or place.is_pending as is_counting,
    case when place.is_added then 'any' else place.part end as key_part,
    case when place.is_added then 'any' else place.place_period end as key_period,
    place.is_pending
    or (
        place.is_current
        -- Where several rows may share a key, a later row of that key is another row.
        and not coalesce(place.key_kind = 'unique' and key_state.arrival_order > place.arrival_order, false)
    ) as is_open
from violations
inner join shared_batch_place as place on violations.batch_id = place.batch_id
left join int_key_state as key_state
    on
        violations.list_code = key_state.list_code
        and violations.region_code = key_state.region_code
        and violations.row_key = key_state.row_key
        and case when place.is_added then 'any' else place.part end = key_state.key_part
        and case when place.is_added then 'any' else place.place_period end = key_state.key_period
