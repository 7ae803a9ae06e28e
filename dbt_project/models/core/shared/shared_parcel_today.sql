-- One row per parcel any list names: the parcel that stands in its place on the business date (itself, or the one
-- successor of a code that was replaced). A whole that was split has no single successor and stays itself.
select
    span.parcel_id,
    coalesce(
        max(case when alias.valid_parcel_id = span.parcel_id then span.parcel_id end),
        min(alias.valid_parcel_id),
        span.parcel_id
    ) as today_parcel_id
from {{ ref('int_parcel_span') }} as span
cross join {{ source('lake', 'run') }} as run
left join {{ ref('int_parcel_alias') }} as alias
    on
        span.parcel_id = alias.parcel_id
        and run.business_date between alias.valid_from_date and alias.valid_to_date
group by span.parcel_id
