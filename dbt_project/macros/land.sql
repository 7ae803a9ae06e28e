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
