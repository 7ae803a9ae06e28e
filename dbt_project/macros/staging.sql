{# Where a row of a list came from: every staging model carries it to the marts (docs/architecture.md invariant 2). #}
{% macro lineage() -%}
src._batch_id as batch_id,
    src._sheet as sheet,
    src._line as line,
    src._region_code as region_code,
    src._part as part,
    src._period as period,
    src._period_start as period_start,
    src._period_end as period_end,
    src._received_at as received_at
{%- endmacro %}
