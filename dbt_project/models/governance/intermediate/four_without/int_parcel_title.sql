-- One row per parcel with a legal title, and since when it is known: a 宗地代码, a registered 不动产单元, or the survey's
-- answer that its land went through the procedure (docs/readings.md 4).
with said as (
    select
        parcel_id,
        cast('0001-01-01' as date) as known_from_date
    from {{ ref('shared_parcel') }}
    where land_code is not null
    union all
    select
        parcel_id,
        cast('0001-01-01' as date)
    from {{ ref('shared_unit') }}
    union all
    select
        parcel_id,
        valid_from_date
    from {{ ref('shared_survey_span') }}
    where has_land_procedure
)

select
    parcel_id,
    min(known_from_date) as known_from_date
from said
where parcel_id <> 'NO_PARCEL'
group by parcel_id
