-- One row per parcel any list names: the parcel that stands in its place on the business date (itself, or the one
-- successor of a code that was replaced). A whole that was split has no single successor and stays itself.
with
int_parcel_span as (select * from {{ ref('int_parcel_span') }}),
run as (select * from {{ source('lake', 'run') }}),
int_parcel_alias as (select * from {{ ref('int_parcel_alias') }})

select
    span.parcel_id,
    coalesce(
        max(case when alias.valid_parcel_id = span.parcel_id then span.parcel_id end),
        min(alias.valid_parcel_id),
        span.parcel_id
    ) as today_parcel_id
from int_parcel_span as span
cross join run
left join int_parcel_alias as alias
    on
        span.parcel_id = alias.parcel_id
        and run.business_date between alias.valid_from_date and alias.valid_to_date
group by span.parcel_id
