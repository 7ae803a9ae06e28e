-- Derive: register_code, one row per region, part and land code ever listed in a 工业用地底数清单: from when to when, with
-- its first and last location, from register_row (rows of every delivery, with their land_code if any).
create temp table register_code as
with delivered as (
    select
        region_code,
        part,
        period_end,
        lead(period_end) over (partition by region_code, part order by period_end) as next_end,
        max(period_end) over (partition by region_code, part) as newest_end
    from (
        select distinct
            region_code,
            part,
            period_end
        from register_row
    ) as period
)

select
    rows.region_code,
    rows.part,
    rows.land_code,
    min(rows.period_end) as first_end,
    max(rows.period_end) as last_end,
    max(delivered.newest_end) as newest_end,
    -- Location and area of its first row, to be compared with what was there before, and of its last row.
    arg_min(struct_pack(location := rows.location_norm, area := rows.land_area_sqm), rows.position) as earliest,
    arg_max(struct_pack(location := rows.location_norm, area := rows.land_area_sqm), rows.position) as latest,
    arg_max(delivered.next_end, rows.position) as following_end
from (
    select
        *,
        row_number() over (order by period_end, received_at, batch_id, sheet, line) as position
    from register_row
    where land_code is not null
) as rows
inner join delivered
    on
        rows.region_code = delivered.region_code
        and rows.part = delivered.part
        and rows.period_end = delivered.period_end
group by rows.region_code, rows.part, rows.land_code;
