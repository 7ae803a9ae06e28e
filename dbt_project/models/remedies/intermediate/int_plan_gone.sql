-- One row per time a plan that was neither closed nor ended is left out of the next full register of its part or of the
-- whole region: it is reported, and back when a later register states it. A row kept out by a fault is not gone.
with
batches as not materialized (select * from {{ source('lake', 'batches') }}),
violations as (select * from {{ source('lake', 'violations') }}),
shared_batch_place as (select * from {{ ref('shared_batch_place') }}),
shared_plan_statement as (select * from {{ ref('shared_plan_statement') }}),

register as (
    select distinct
        region_code,
        part,
        period_end
    from batches
    where list_code = 'governance.plan' and selection = 'selected' and delivery = 'full'
),

kept_out as (
    select distinct
        violations.region_code,
        violations.row_key,
        place.period_end
    from violations
    inner join shared_batch_place as place on violations.batch_id = place.batch_id and place.is_current
    where violations.list_code = 'governance.plan' and violations.severity = 'reject'
),

left_out as (
    select
        statement.region_code,
        statement.plan_no,
        statement.next_stated_date,
        min(register.period_end) as gone_date
    from shared_plan_statement as statement
    inner join register
        on
            statement.region_code = register.region_code
            and statement.period_end < register.period_end
            and coalesce(statement.next_stated_date > register.period_end, true)
            and (statement.part = register.part or register.part = 'whole')
    left join kept_out
        on
            statement.region_code = kept_out.region_code
            and statement.plan_no = kept_out.row_key
            and register.period_end = kept_out.period_end
    where
        statement.closed_date is null
        and statement.plan_status not in ('已销号', '已终止')
        and kept_out.row_key is null
    group by all
)

select
    left_out.region_code,
    left_out.plan_no,
    left_out.gone_date,
    left_out.next_stated_date as back_date,
    min(batches.batch_id) as batch_id
from left_out
inner join batches
    on
        left_out.region_code = batches.region_code
        and left_out.gone_date = batches.period_end
        and batches.list_code = 'governance.plan'
        and batches.selection = 'selected'
        and batches.delivery = 'full'
group by all
