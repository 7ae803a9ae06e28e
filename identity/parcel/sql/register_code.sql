-- Derive: register_code, one row per land code each part's 工业用地底数清单 ever listed: from when to when, and where it
-- lay first and last, from register_row (rows of every delivery, with land_code where it has one).
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
    -- The place and area it had first, to be compared with what was there before, and last.
    arg_min(struct_pack(location := rows.location_norm, area := rows.land_area_sqm), rows.place) as earliest,
    arg_max(struct_pack(location := rows.location_norm, area := rows.land_area_sqm), rows.place) as latest,
    arg_max(delivered.next_end, rows.place) as following_end
from (
    select
        *,
        row_number() over (order by period_end, received_at, batch_id, sheet, line) as place
    from register_row
    where land_code is not null
) as rows
inner join delivered
    on
        rows.region_code = delivered.region_code
        and rows.part = delivered.part
        and rows.period_end = delivered.period_end
group by rows.region_code, rows.part, rows.land_code;
