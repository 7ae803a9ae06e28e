-- One row per batch received: the place it fills (list, region, part, and period unless the list restates its state),
-- and whether its rows count there now or wait there to be mended.
with
batches as (select * from {{ source('lake', 'batches') }}),
contract_list as (select * from {{ source('lake', 'contract_list') }}),

placed as (
    select
        batches.batch_id,
        batches.list_code,
        batches.region_code,
        batches.part,
        batches.period_end,
        batches.received_at,
        batches.delivery,
        batches.selection,
        contract_list.key_kind,
        contract_list.kind in ('event', 'decision') as is_added,
        contract_list.kind in ('snapshot', 'register') as is_restating,
        case when contract_list.kind in ('snapshot', 'register') then 'any' else batches.period end as place_period,
        batches.selection = 'not_eligible' and batches.selection_cause <> 'blocked' as is_waiting,
        row_number() over (order by batches.received_at, batches.file_sha256, batches.batch_id) as arrival_order
    from batches
    inner join contract_list on batches.list_code = contract_list.list_code
),

ordered as (
    select
        *,
        row_number() over (
            partition by list_code, region_code, part, place_period
            order by period_end, arrival_order
        ) as place_order
    from placed
),

measured as (
    select
        *,
        max(case when selection = 'selected' then place_order end) over place as last_selected,
        max(case when selection = 'selected' then period_end end) over place as newest_end,
        max(case when is_waiting then place_order end) over place as last_waiting,
        -- A later list of the whole region speaks for its parts too.
        max(case when selection = 'selected' and part = 'whole' then period_end end) over (
            partition by list_code, region_code, place_period
        ) as newest_whole_end
    from ordered
    window place as (partition by list_code, region_code, part, place_period)
)

select
    batch_id,
    list_code,
    region_code,
    part,
    place_period,
    period_end,
    received_at,
    delivery,
    selection,
    key_kind,
    is_added,
    is_restating,
    arrival_order,
    selection = 'selected'
    and (is_added or (period_end = newest_end and coalesce(period_end >= newest_whole_end, true))) as is_current,
    is_waiting and place_order = last_waiting and coalesce(place_order > last_selected, true) as is_pending
from measured
