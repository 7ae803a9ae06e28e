{# This file is the only place of the size of a 亩 (docs/readings.md 1): 1 亩 = 2000/3 ㎡. #}

{# For DOUBLE figures made of final sums. #}
{% macro sqm_per_mu() -%}(cast(2000 as double) / 3){%- endmacro %}

{# 元 over ㎡ as 万元/亩, in whole multiples of both sums (cny / 10000 over sqm x 3 / 2000). NULL without land. #}
{% macro wan_cny_per_mu_of_land(cny, sqm) -%}
    cast({{ cny }} * 2 as double) / nullif(cast({{ sqm }} * 30 as double), 0)
{%- endmacro %}

{# 万元/亩 of a year, where 12 month-ends make the year's area. #}
{% macro wan_cny_per_mu(cny, sqm_months) -%}
    (cast({{ cny }} as double) / 10000) / (cast({{ sqm_months }} as double) / 12 / {{ sqm_per_mu() }})
{%- endmacro %}

{#
  万元/亩 compared in whole numbers: tax / land < bound is tax x 4 < bound x land x 5, with land as the sum of twelve
  month-ends. Both sides are exact decimals.
#}
{% macro per_mu_left(cny) -%}cast({{ cny }} * 4 as decimal(38, 10)){%- endmacro %}
{% macro per_mu_right(bound, sqm_months) -%}
    cast(cast({{ bound }} as decimal(18, 6)) * cast({{ sqm_months }} as decimal(20, 4)) * 5 as decimal(38, 10))
{%- endmacro %}

{# 万元/亩 as 元/㎡, exact: 10000 over 2000/3. #}
{% macro cny_per_sqm(wan_cny_per_mu) -%}{{ wan_cny_per_mu }} * 15{%- endmacro %}

{# Whether an area in ㎡ is below one in 亩, exact. #}
{% macro is_below_mu(sqm, mu) -%}{{ sqm }} * 3 < {{ mu }} * 2000{%- endmacro %}

{# ㎡ as 亩. #}
{% macro mu_of(sqm) -%}({{ sqm }} * 3 / 2000){%- endmacro %}
