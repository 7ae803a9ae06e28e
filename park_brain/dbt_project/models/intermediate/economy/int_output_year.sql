-- One row per enterprise and data year: the figures of 年报; NULL where none of its rows states one.
select
    enterprise_id,
    cast(year(period_start) as integer) as year_number,
    {% for column in ['output_value_cny', 'value_added_cny', 'revenue_cny', 'rd_cny'] -%}
    cast(sum({{ column }}) as decimal(18, 2)) as {{ column }},
    {% endfor -%}
    cast(sum(energy_tce) as decimal(18, 4)) as energy_tce,
    cast(sum(staff_avg_count) as decimal(18, 4)) as staff_avg_count
from {{ ref('stg_economy__output') }}
group by enterprise_id, cast(year(period_start) as integer)
