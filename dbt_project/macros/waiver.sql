{# Whether a waiver names a violation: by number, or by list, rule and row (and column) of its region. #}
{% macro waiver_covers(waiver, shown) -%}
    {{ shown }}.region_code = {{ waiver }}.region_code
    and ({{ waiver }}.violation_id is not null or ({{ waiver }}.rule_id is not null and {{ waiver }}.row_key is not null))
    and coalesce({{ waiver }}.violation_id = {{ shown }}.violation_id, true)
    and coalesce({{ waiver }}.list_code = {{ shown }}.list_code, true)
    and coalesce({{ waiver }}.rule_id = {{ shown }}.rule_id, true)
    {# Reading a list makes full-width characters narrow; the separator of keys is one. #}
    and coalesce(
        replace({{ waiver }}.row_key, '|', '｜') = replace({{ shown }}.row_key, '|', '｜'), {{ waiver }}.row_key is null
    )
    and coalesce({{ waiver }}.column_name in ({{ shown }}.column_name, {{ shown }}.column_zh), true)
{%- endmacro %}
