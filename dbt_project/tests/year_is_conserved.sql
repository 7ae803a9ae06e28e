-- Invariants 1 and 10: yearly figures and emissions over an enterprise's parcels are the enterprise's own, and NULL
-- stays NULL.
{% set measures = {
    'shared_output_year': [
        'output_value_cny', 'value_added_cny', 'revenue_cny', 'rd_cny', 'energy_tce', 'staff_avg_count'
    ],
    'shared_emission_year': [
        'wastewater_t', 'cod_t', 'ammonia_nitrogen_t', 'so2_t', 'nox_t', 'vocs_t', 'pollution_equivalent_t'
    ]
} %}
{% set all_measures = measures['shared_output_year'] + measures['shared_emission_year'] %}
with spread as (
    select
        enterprise_id,
        year_number,
    {% for measure in all_measures %}
    sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from {{ ref('fct_parcel_enterprise_year') }}
    where enterprise_id <> 'NO_ENTERPRISE'
    group by enterprise_id, year_number
)

{% for model, columns in measures.items() %}
select
    stated.enterprise_id,
    stated.year_number
from (
    select
        enterprise_id,
        year_number,
    {% for measure in columns %}
    sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from {{ ref(model) }}
    group by enterprise_id, year_number
) as stated
left join spread on stated.enterprise_id = spread.enterprise_id and stated.year_number = spread.year_number
where
{% for measure in columns %}
    stated.{{ measure }} is distinct from spread.{{ measure }}{{ ' or' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{% endfor %}
