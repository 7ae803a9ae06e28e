-- One row per open violation that a waiver in force on the business date covers: of several waivers the one received
-- last.
with in_force as (
    select waiver.*
    from {{ ref('stg_data_centre__violation_waiver') }} as waiver
    cross join {{ source('lake', 'run') }} as run
    where
        waiver.action = '豁免'
        and waiver.decided_date <= run.business_date
        and coalesce(waiver.valid_to_date >= run.business_date, true)
),

covered as (
    select
        shown.violation_id,
        waiver.waiver_no,
        waiver.reason,
        row_number() over (
            partition by shown.violation_id
            order by waiver.received_at desc, waiver.decided_date desc, waiver.waiver_no desc
        ) as place
    from {{ ref('int_violation_shown') }} as shown
    inner join in_force as waiver on {{ waiver_covers('waiver', 'shown') }}
    where shown.is_open
)

select
    violation_id,
    waiver_no,
    reason
from covered
where place = 1
