{# The step of the land-basis ladder (docs/readings.md 1) for a floor: unknown where it would stand for more land than any
   province has, as an area with too many digits does. #}
{% macro basis_of_floor(floor, parcel) -%}
    case
        when
            {{ parcel }}.floor_area_sqm > 0
            and abs(cast({{ floor }} as double)) * cast({{ parcel }}.land_area_sqm as double)
            < {{ most_sqm() }} * cast({{ parcel }}.floor_area_sqm as double)
            then 'floor_share'
        when
            {{ parcel }}.floor_area_ratio > 0
            and abs(cast({{ floor }} as double)) < {{ most_sqm() }} * cast({{ parcel }}.floor_area_ratio as double)
            then 'floor_area_ratio'
        else 'unknown'
    end
{%- endmacro %}

{# Areas as delivered are smaller (`LIMITS` of ingest/values/amounts.py). #}
{% macro most_sqm() -%}1000000000000{%- endmacro %}

{#
  The land a floor stands for, by the step of the land-basis ladder (docs/readings.md 1) that `land_basis` of `alias`
  names; `stated` is the area of the first two steps. Half up to 1e-4 ㎡; NULL where the step is unknown.
#}
{% macro land_by_basis(alias, stated) -%}
    cast(case {{ alias }}.land_basis
        when 'certificate' then {{ stated }}
        when 'stated_land' then {{ stated }}
        when 'floor_share'
            then {{ proportion(alias ~ '.floor_sqm', alias ~ '.parcel_land_sqm', alias ~ '.parcel_floor_sqm') }}
        when 'floor_area_ratio'
            then {{ proportion(alias ~ '.floor_sqm', 'cast(1 as decimal(18, 4))', alias ~ '.floor_area_ratio') }}
    end as decimal(18, 4))
{%- endmacro %}
