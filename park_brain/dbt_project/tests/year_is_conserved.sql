-- Invariants 1 and 10: yearly figures over an enterprise's parcels are the enterprise's own, and NULL stays NULL.
{% set measures = ['output_value_cny', 'value_added_cny', 'revenue_cny', 'rd_cny', 'energy_tce', 'staff_avg_count'] %}
with stated as (
    select
        enterprise_id,
        year_number,
    {% for measure in measures -%}
    sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor -%}
    from {{ ref('int_output_year') }}
    group by enterprise_id, year_number
),

spread as (
    select
        enterprise_id,
        year_number,
    {% for measure in measures -%}
    sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor -%}
    from {{ ref('fct_parcel_enterprise_year') }}
    where enterprise_id <> 'NO_ENTERPRISE'
    group by enterprise_id, year_number
)

select
    stated.enterprise_id,
    stated.year_number
from stated
left join spread on stated.enterprise_id = spread.enterprise_id and stated.year_number = spread.year_number
where
{% for measure in measures -%}
    stated.{{ measure }} is distinct from spread.{{ measure }}{{ ' or' if not loop.last }}
{% endfor %}
