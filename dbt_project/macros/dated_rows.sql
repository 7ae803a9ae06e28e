{#
  Whether a dated row of a seed is in force on `day` (its region is joined apart: '*' or the region's own). Each comparison
  has one table on a side: with both on one, DuckDB turns an outer join into a nested loop.
#}
{% macro in_force(rule, day) -%}
    {{ day }} >= {{ rule }}.valid_from and {{ day }} <= coalesce({{ rule }}.valid_to, cast('9999-12-31' as date))
{%- endmacro %}

{# Whether a seed row of a scheme holds for a data year: in force on 1 January after it (policy.yml, eval_scheme). #}
{% macro holds_for_year(row, data_year) -%}{{ in_force(row, 'make_date(' ~ data_year ~ ' + 1, 1, 1)') }}{%- endmacro %}

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
