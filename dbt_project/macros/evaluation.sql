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
