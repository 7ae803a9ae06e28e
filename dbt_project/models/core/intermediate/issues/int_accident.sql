-- One row per accident (its number in the region; without one, day, place and enterprise), as its newest row states it.
with keyed as (
    select
        *,
        region_code || ':' || coalesce(
            accident_no,
            'N' || left(
                sha256(concat_ws('|', occurred_date, coalesce(location, ''), coalesce(enterprise_name, ''))), 16
            )
        ) as accident_id
    from {{ ref('stg_safety__accident') }}
),

ranked as (
    select
        *,
        count(*) over (partition by accident_id) as statement_count,
        row_number() over (
            partition by accident_id
            order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
        ) as place
    from keyed
)

select * exclude (place)
from ranked
where place = 1
