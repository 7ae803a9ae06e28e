{# Join conditions on the key tables: codes and names as typed, NULL as ''. #}
{% macro same_enterprise(uscc, name, keys) -%}
    src._region_code = {{ keys }}.region_code
    and coalesce({{ uscc }}, '') = {{ keys }}.uscc_text
    and coalesce({{ name }}, '') = {{ keys }}.name_text
{%- endmacro %}

{% macro same_parcel(land_code, location, keys) -%}
    src._region_code = {{ keys }}.region_code
    and coalesce({{ land_code }}, '') = {{ keys }}.land_code_text
    and coalesce({{ location }}, '') = {{ keys }}.location_text
{%- endmacro %}

{# Rows of the newest period of each (region, part): the state a snapshot list gives. #}
{% macro latest_rows(relation) -%}
    select state.*
    from {{ relation }} as state
    inner join (
        select
            region_code,
            part,
            max(period_end) as period_end
        from {{ relation }}
        group by region_code, part
    ) as newest
        on
            state.region_code = newest.region_code
            and state.part = newest.part
            and state.period_end = newest.period_end
{%- endmacro %}
