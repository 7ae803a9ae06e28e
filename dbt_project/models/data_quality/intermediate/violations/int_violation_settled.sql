-- One row per violation that no counting batch shows any more: whether its row is still there (fixed) or not (gone),
-- and when the first delivery without it was received.
with
int_violation_shown as not materialized (select * from {{ ref('int_violation_shown') }}),
int_key_state as not materialized (select * from {{ ref('int_key_state') }}),
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),

unsettled as (
    select
        violation_id,
        bool_or(is_open) as is_open,
        max(received_at) as last_received_at
    from int_violation_shown
    group by violation_id
),

last_shown as (
    select
        shown.*,
        unsettled.last_received_at,
        row_number() over (
            partition by shown.violation_id
            order by shown.period_end desc, shown.arrival_order desc, shown.sheet desc, shown.line desc
        ) as place
    from int_violation_shown as shown
    inner join unsettled on shown.violation_id = unsettled.violation_id
    where not unsettled.is_open
),

-- Rows of that key that count, and rows that were kept out for another reason.
there as (
    select
        list_code,
        region_code,
        row_key,
        key_period
    from int_key_state
    union
    select
        list_code,
        region_code,
        row_key,
        key_period
    from int_violation_shown
    where is_counting and row_key is not null
),

later as (
    select
        last_shown.violation_id,
        min(place.received_at) as received_at
    from last_shown
    left join int_key_state as key_state
        on
            last_shown.list_code = key_state.list_code
            and last_shown.region_code = key_state.region_code
            and last_shown.row_key = key_state.row_key
            and last_shown.key_part = key_state.key_part
            and last_shown.key_period = key_state.key_period
    inner join shared_batch_place as place
        on
            last_shown.list_code = place.list_code
            and last_shown.region_code = place.region_code
            and (last_shown.is_added or last_shown.place_period = place.place_period)
            and (last_shown.is_added or last_shown.part = place.part or place.part = 'whole')
            and (place.selection in ('selected', 'superseded') or place.is_pending)
            and (
                (not place.is_added and place.delivery = 'full')
                or key_state.arrival_order = place.arrival_order
            )
            and (
                last_shown.period_end < place.period_end
                or (
                    (place.is_added or last_shown.period_end = place.period_end)
                    and last_shown.arrival_order < place.arrival_order
                )
            )
    where last_shown.place = 1
    group by last_shown.violation_id
)

select
    last_shown.violation_id,
    case when there.row_key is null then 'gone' else 'fixed' end as status,
    -- NULL where no delivery did it: a decision keeps the batch out.
    case when later.received_at is not null then greatest(later.received_at, last_shown.last_received_at) end
        as settled_at
from last_shown
left join there
    on
        last_shown.list_code = there.list_code
        and last_shown.region_code = there.region_code
        and last_shown.row_key = there.row_key
        and last_shown.key_period = there.key_period
left join later on last_shown.violation_id = later.violation_id
where last_shown.place = 1
