{# The only place of the size of a 亩 (docs/readings.md 1): 1 亩 = 2000/3 ㎡; for DOUBLE figures made of final sums. #}
{% macro sqm_per_mu() -%}(cast(2000 as double) / 3){%- endmacro %}

{# 元 over ㎡ as 万元/亩, in whole multiples of both sums (cny / 10000 over sqm x 3 / 2000). NULL without land. #}
{% macro wan_cny_per_mu_of_land(cny, sqm) -%}
    cast({{ cny }} * 2 as double) / nullif(cast({{ sqm }} * 30 as double), 0)
{%- endmacro %}
