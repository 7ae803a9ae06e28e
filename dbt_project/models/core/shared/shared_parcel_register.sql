-- One row per parcel of the newest 工业用地底数清单 of each (region, part); of several rows for a parcel the last counts.
with
state as ({{ latest_rows(ref('stg_land__parcel_register')) }}),

ranked as (
    select
        *,
        row_number() over (
            partition by parcel_id order by {{ newest_first() }}
        ) as place
    from state
    where parcel_id <> 'NO_PARCEL'
)

select * from ranked
where place = 1
