{# Three-valued (Kleene) and, or over the rows of a group; `answer` is yes, no or unknown. #}
{% macro all_hold(answer) -%}
    case
        when bool_or({{ answer }} = 'no') then 'no'
        when bool_or({{ answer }} = 'unknown') then 'unknown'
        else 'yes'
    end
{%- endmacro %}
{% macro any_holds(answer) -%}
    case
        when bool_or({{ answer }} = 'yes') then 'yes'
        when bool_or({{ answer }} = 'unknown') then 'unknown'
        else 'no'
    end
{%- endmacro %}

{# A predicate as yes, no or unknown: NULL is unknown. #}
{% macro answer(predicate) -%}
    case when {{ predicate }} then 'yes' when not ({{ predicate }}) then 'no' else 'unknown' end
{%- endmacro %}
