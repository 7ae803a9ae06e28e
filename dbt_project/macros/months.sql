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

{# 1 亩 = 2000/3 ㎡ (docs/readings.md 1); 12 month-ends make a year's area. #}
{% macro wan_cny_per_mu(cny, sqm_months) -%}
    (cast({{ cny }} as double) / 10000) / (cast({{ sqm_months }} as double) / 12 / {{ sqm_per_mu() }})
{%- endmacro %}
