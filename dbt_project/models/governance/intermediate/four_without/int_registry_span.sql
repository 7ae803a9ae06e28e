-- One row per enterprise and time in which the registry shows it under one status, and whether that is a valid
-- registration; the first status counts from the beginning, for the first list is no founding.
select
    history.enterprise_id,
    case
        when row_number() over (partition by history.enterprise_id order by history.valid_from_date) = 1
            then cast('0001-01-01' as date)
        else history.valid_from_date
    end as valid_from_date,
    coalesce(history.valid_to_date, cast('9999-12-31' as date)) as valid_to_date,
    history.registration_status
from {{ ref('dim_enterprise_history') }} as history
where history.evidence in ('registry', 'absent')
