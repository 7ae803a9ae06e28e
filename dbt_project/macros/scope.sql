{#
  A select over `fact` (a relation with parcel_id) with one row per row of it and scope its parcel lies in on `day`:
  `keys` of the fact (parcel_id among them), `scope` out of `bridge` (bridge_parcel_region: area_code;
  bridge_parcel_platform: platform_id), the additive `measures` (column -> scale) split by the dated area shares, exactly,
  and is_main: count a row where it is true. Summed over scopes every measure and count is there once.
  What lies in no scope, NO_PARCEL among it, is at 'NO_SCOPE'.
#}
{% macro by_scope(fact, bridge, scope, day, keys, measures) -%}
    select
        {% for key in keys %}fact.{{ key }}, {% endfor %}
        coalesce(place.{{ scope }}, 'NO_SCOPE') as {{ scope }},
        coalesce(place.is_main, true) as is_main,
        {% for measure in measures %}fact.{{ measure }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ fact }} as fact
    left join {{ bridge }} as place on {{ in_scope_on('fact', 'place', day) }}
    where coalesce(place.area_share = 1, true)
    union all
    select
        {{ keys | join(', ') }},
        {{ scope }},
        is_main,
        {% for measure, scale in measures.items() %}
        {{ share(measure, scale, measure ~ '_floor', measure ~ '_rest', keys | join(', '), scope) }}
            as {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}
    from (
        select
            *,
            {% for measure, scale in measures.items() %}
            {{ share_floor(measure, scale, 'weight', 'total_weight') }} as {{ measure }}_floor,
            {{ share_remainder(measure, scale, 'weight', 'total_weight') }}
                as {{ measure }}_rest{{ ',' if not loop.last }}
            {% endfor %}
        from (
            select
                {% for key in keys %}fact.{{ key }}, {% endfor %}
                {% for measure in measures %}fact.{{ measure }}, {% endfor %}
                place.{{ scope }},
                place.is_main,
                {{ units('place.area_share', 6) }} as weight,
                sum({{ units('place.area_share', 6) }}) over (
                    partition by {% for key in keys %}fact.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
                ) as total_weight
            from {{ fact }} as fact
            inner join {{ bridge }} as place on {{ in_scope_on('fact', 'place', day) }}
            where place.area_share < 1
        ) as weighted
    ) as floored
{%- endmacro %}

{% macro in_scope_on(fact, place, day) -%}
    {{ fact }}.parcel_id = {{ place }}.parcel_id
    and {{ valid_on(place, day) }}
{%- endmacro %}
