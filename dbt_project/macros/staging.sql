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

{# What the four problem registers have in common. #}
{% macro issue_columns() -%}
{% set names = [
    'issue_no', 'county_name', 'town_name', 'enterprise_name', 'enterprise_uscc', 'land_code', 'address', 'description',
    'issue_category', 'severity', 'supervision_kind', 'legal_basis', 'found_date', 'source', 'measures',
    'rectification_target', 'funds_cny',
    'deadline_date', 'responsible_unit', 'supervisor_unit', 'issue_status', 'finished_date', 'acceptance_unit',
    'acceptance_result', 'closed_date',
] -%}
src.{{ names | join(',\n    src.') }}
{%- endmacro %}
