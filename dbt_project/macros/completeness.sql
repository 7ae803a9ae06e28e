{# Whether a planned delivery (a row of dq_completeness) came: in time, late, or as a nil report. #}
{% macro has_come(plan) -%}{{ plan }}.status in ('received', 'late', 'nil'){%- endmacro %}
