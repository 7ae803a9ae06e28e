{#
  Whether a dated row of a seed is in force on `day` (its region is joined apart: '*' or the region's own). Each comparison
  has one table on a side: with both on one, DuckDB turns an outer join into a nested loop.
#}
{% macro in_force(rule, day) -%}
    {{ day }} >= {{ rule }}.valid_from and {{ day }} <= coalesce({{ rule }}.valid_to, cast('9999-12-31' as date))
{%- endmacro %}

{#
  万元/亩 compared in whole numbers: tax / land < bound is tax x 4 < bound x land x 5, with land as the sum of twelve
  month-ends (1 亩 = 2000/3 ㎡). Both sides are exact decimals.
#}
{% macro per_mu_left(cny) -%}cast({{ cny }} * 4 as decimal(38, 10)){%- endmacro %}
{% macro per_mu_right(bound, sqm_months) -%}
    cast(cast({{ bound }} as decimal(14, 6)) * cast({{ sqm_months }} as decimal(20, 4)) * 5 as decimal(38, 10))
{%- endmacro %}

{# Whether tax / land lies in the band of `tier`: a bound belongs to the lower band where `is_upper_inclusive`. #}
{% macro in_tier(tier, cny, sqm_months) -%}
    {%- set x, lower, upper = per_mu_left(cny), per_mu_right(tier ~ '.lower_value', sqm_months), per_mu_right(tier ~ '.upper_value', sqm_months) -%}
    case
        when {{ tier }}.is_upper_inclusive then coalesce({{ x }} > {{ lower }}, true) and coalesce({{ x }} <= {{ upper }}, true)
        else coalesce({{ x }} >= {{ lower }}, true) and coalesce({{ x }} < {{ upper }}, true)
    end
{%- endmacro %}

{#
  Three-valued count: yes where at least `minimum` of the parts are yes, no where they cannot be any more, else unknown.
  Parts that are not_set do not count; where all are, the whole is not_set.
#}
{% macro at_least(minimum, parts) -%}
    case
        when {% for part in parts %}{{ part }} = 'not_set'{{ ' and ' if not loop.last }}{% endfor %} then 'not_set'
        when {% for part in parts %}cast({{ part }} = 'yes' as integer){{ ' + ' if not loop.last }}{% endfor %} >= {{ minimum }} then 'yes'
        when {% for part in parts %}cast({{ part }} in ('yes', 'unknown') as integer){{ ' + ' if not loop.last }}{% endfor %} < {{ minimum }} then 'no'
        else 'unknown'
    end
{%- endmacro %}

{# Texts of one cell, ordered and each once. #}
{% macro joined_texts(text) -%}string_agg(distinct {{ text }}, '、' order by {{ text }}){%- endmacro %}
