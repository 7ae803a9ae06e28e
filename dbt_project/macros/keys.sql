{# Join conditions on the key tables: codes and names as typed, NULL as ''. #}
{% macro same_enterprise(uscc, name, keys) -%}
    src._region_code = {{ keys }}.region_code
    and coalesce({{ uscc }}, '') = {{ keys }}.uscc_text
    and coalesce({{ name }}, '') = {{ keys }}.name_text
{%- endmacro %}

{# `place` only where the contract of the list has one. #}
{% macro same_parcel(land_code, location, keys, place='null') -%}
    src._region_code = {{ keys }}.region_code
    and coalesce({{ land_code }}, '') = {{ keys }}.land_code_text
    and coalesce({{ location }}, '') = {{ keys }}.location_text
    and coalesce({{ place }}, '') = {{ keys }}.place_text
{%- endmacro %}

{# The county of the row's own region that it names. #}
{% macro same_county(name, county) -%}
    src._region_code = {{ county }}.parent_code
    and {{ name }} = {{ county }}.division_zh
    and {{ county }}.division_level = 'county'
{%- endmacro %}

{#
  Rows of the newest delivered period of each (region, part): the state a snapshot list gives. The newest period is that
  of the selected batches, so that a nil delivery (or one without an accepted row) empties its part.
  `relation` is a staging model; its name tells the list.
#}
{% macro latest_rows(relation) -%}
    {%- set list_code = (relation.identifier or relation | string).split('stg_')[-1].replace('__', '.') -%}
    select state.*
    from {{ relation }} as state
    inner join (
        select
            region_code,
            part,
            max(period_end) as period_end
        from {{ source('lake', 'batches') }}
        where list_code = '{{ list_code }}' and selection = 'selected'
        group by region_code, part
    ) as newest
        on
            state.region_code = newest.region_code
            and state.part = newest.part
            and state.period_end = newest.period_end
{%- endmacro %}
