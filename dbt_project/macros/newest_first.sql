{# Of several statements of one thing the newest first, by period and then as received; for an `order by`. #}
{% macro newest_first(row='') -%}
{%- set at = row ~ '.' if row else '' -%}
{{ at }}period_end desc, {{ at }}received_at desc, {{ at }}batch_id desc, {{ at }}sheet desc, {{ at }}line desc
{%- endmacro %}
