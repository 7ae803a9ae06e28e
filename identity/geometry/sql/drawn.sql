-- Derive: drawn_parcel, one row per parcel and part of the register: its first delivery, the delivery after its last
-- one, and its last polygon, from parcel_row.
create temp table drawn_parcel as
with delivered as (
    select distinct
        region_code,
        part,
        period_end
    from parcel_row
),

following as (
    select
        *,
        lead(period_end) over (partition by region_code, part order by period_end) as next_end
    from delivered
)

select
    rows.region_code,
    rows.part,
    rows.parcel_id,
    min(rows.period_end) as first_end,
    arg_max(following.next_end, rows.position) as next_end,
    bool_or(rows.land_code is not null) as has_code,
    arg_max(rows.shape_id, rows.position) as shape_id
from (
    select
        *,
        row_number() over (order by period_end, received_at, batch_id, sheet, line) as position
    from parcel_row
    where parcel_id is not null
) as rows
inner join following
    on
        rows.region_code = following.region_code
        and rows.part = following.part
        and rows.period_end = following.period_end
group by rows.region_code, rows.part, rows.parcel_id;
