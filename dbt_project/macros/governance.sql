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
