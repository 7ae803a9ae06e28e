{#-
  Every build starts from an empty file, so a table is created under its own name: dbt's own way (create under
  another, look for an old one, rename, drop) costs as much as a small model itself.
-#}
{% materialization table, adapter="duckdb" -%}
  {%- set target = this.incorporate(type='table') -%}
  {{ drop_relation_if_exists(load_cached_relation(this)) }}
  {{ run_hooks(pre_hooks) }}
  {%- call statement('main') -%}
    {{ create_table_as(False, target, compiled_code) }}
  {%- endcall -%}
  {{ run_hooks(post_hooks) }}
  {{ adapter.commit() }}
  {{ return({'relations': [target]}) }}
{%- endmaterialization %}
