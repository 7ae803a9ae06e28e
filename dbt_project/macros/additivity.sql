{#
  Sum of a mart measure over time. Refuses, at compile time, a measure that may not be added over time:
  a stock (land on a day) or a ratio. Reads the `additivity` meta of the column's documentation.
#}
{% macro sum_over_time(model_name, column_name) -%}
    {%- if execute -%}
        {%- set found = namespace(additivity=none) -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == model_name -%}
            {%- set column = node.columns.get(column_name, {}) -%}
            {%- set found.additivity = column.get('meta', {}).get('additivity', column.get('config', {}).get('meta', {}).get('additivity')) -%}
        {%- endfor -%}
        {%- if found.additivity != 'flow' -%}
            {{ exceptions.raise_compiler_error(
                model_name ~ '.' ~ column_name ~ ' is a ' ~ (found.additivity or 'measure without additivity')
                ~ ': it must not be added over time'
            ) }}
        {%- endif -%}
    {%- endif -%}
    sum({{ column_name }})
{%- endmacro %}
