-- One row per delivered date of a list that gives a state (清单时点), region and part: the days it is the newest one
-- known, to the day before the next of the same part.
with
batches as (select * from {{ source('lake', 'batches') }})

select
    list_code,
    region_code,
    part,
    period_end,
    period_end as valid_from_date,
    cast(lead(period_end) over (partition by list_code, region_code, part order by period_end) - 1 as date)
        as valid_to_date
from (
    select distinct
        list_code,
        region_code,
        part,
        period_end
    from batches
    where
        selection = 'selected'
        and list_code in (
            'governance.survey', 'governance.building', 'environment.permit', 'registry.enterprise',
            'land.parcel_register', 'land.occupancy'
        )
) as delivered
