{# The amount of an evaluation unit that a formula names, exact. `amount` is int_eval_amount or one like it. #}
{% macro eval_measure(measure, amount) -%}
    case {{ measure }}
        {% for name in [
            'tax_cny', 'land_sqm', 'value_added_cny', 'revenue_cny', 'rd_cny', 'energy_tce', 'staff_avg_count',
            'emission_t', 'power_kwh'
        ] -%}
        when '{{ name }}' then cast({{ amount }}.{{ name }} as decimal(28, 4))
        {% endfor %}
    end
{%- endmacro %}

{# Each side of a comparison names one table only: a left join on anything else is a nested loop in DuckDB. #}
{# Whether a seed row of a scheme holds for a data year: in force on 1 January after it (policy.yml, eval_scheme). #}
{% macro holds_for_year(row, data_year) -%}
    {{ row }}.valid_from <= make_date({{ data_year }} + 1, 1, 1)
    and make_date({{ data_year }} + 1, 1, 1) <= coalesce({{ row }}.valid_to, date '9999-12-31')
{%- endmacro %}
