{#
  Of the rows in force, a region's (or a list's) own goes before that of all ('*'), and a newer before an older one:
  for an `order by`.
#}
{% macro own_before_all(rule, column='region_code') -%}
({{ rule }}.{{ column }} = '*') asc, {{ rule }}.valid_from desc
{%- endmacro %}

{# Whether a dated row of a dimension (valid_from_date, valid_to_date; NULL is open) holds on `day`. Seeds: in_force. #}
{% macro valid_on(row, day) -%}
    coalesce({{ row }}.valid_from_date, cast('0001-01-01' as date)) <= {{ day }}
    and coalesce({{ row }}.valid_to_date, cast('9999-12-31' as date)) >= {{ day }}
{%- endmacro %}
