{# Of several statements of one thing the newest first, by period and then as received; for an `order by`. #}
{% macro newest_first(row='') -%}
{{ row ~ '.' if row else '' }}period_end desc, {{ last_received_first(row) }}
{%- endmacro %}

{# Of several statements for one period the one received last first; for an `order by`. #}
{% macro last_received_first(row='') -%}
{%- set at = row ~ '.' if row else '' -%}
{{ at }}received_at desc, {{ at }}batch_id desc, {{ at }}sheet desc, {{ at }}line desc
{%- endmacro %}
