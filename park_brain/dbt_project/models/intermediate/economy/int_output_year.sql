-- One row per enterprise, region and data year: the figures of 年报 as its newest row states them. Rows of other
-- parts, of an earlier spelling or sent again are never added up (check output_listed_twice names them).
with ranked as (
    select
        *,
        cast(year(period_start) as integer) as year_number,
        row_number() over (
            partition by enterprise_id, region_code, year(period_start)
            order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
        ) as place
    from {{ ref('stg_economy__output') }}
    where enterprise_id <> 'NO_ENTERPRISE'
)

select
    enterprise_id,
    region_code,
    year_number,
    {% for column in ['output_value_cny', 'value_added_cny', 'revenue_cny', 'rd_cny'] -%}
    cast({{ column }} as decimal(18, 2)) as {{ column }},
    {% endfor -%}
    cast(energy_tce as decimal(18, 4)) as energy_tce,
    cast(staff_avg_count as decimal(18, 4)) as staff_avg_count,
    batch_id,
    sheet,
    line
from ranked
where place = 1
