{# First days of all months from one date to another, as a table function; Spark: explode(sequence(...)). #}
{% macro month_series(first_month, last_month) -%}
    {{ return(adapter.dispatch('month_series', 'park_brain')(first_month, last_month)) }}
{%- endmacro %}
{% macro default__month_series(first_month, last_month) -%}
    unnest(generate_series({{ first_month }}, {{ last_month }}, interval 1 month))
{%- endmacro %}
{% macro spark__month_series(first_month, last_month) -%}
    explode(sequence({{ first_month }}, {{ last_month }}, interval 1 month))
{%- endmacro %}
