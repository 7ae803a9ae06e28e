{#
  CTEs that share `amounts` (one row per `keys`) over `weights` (parcel_id, the keys, integer `weight` > 0) by largest
  remainder, exactly; what has no weight stays at NO_PARCEL. Ends in CTE `allocated` (parcel_id, keys, measures).
  `measures` maps a column to its scale. One parcel, or none, takes all without a window: that is nearly every row.
#}
{% macro allocation_ctes(amounts, weights, keys, measures) -%}
total as (
    select
        {{ keys | join(', ') }},
        sum(weight) as total_weight,
        count(*) as parcel_count,
        min(parcel_id) as only_parcel_id
    from {{ weights }}
    group by {{ keys | join(', ') }}
),

matched as (
    select
        amounts.*,
        total.total_weight,
        total.only_parcel_id,
        coalesce(total.parcel_count, 0) as parcel_count
    from {{ amounts }} as amounts
    left join total
        on {% for key in keys %}amounts.{{ key }} = total.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
),

floored as (
    select
        weights.parcel_id,
        {% for key in keys %}matched.{{ key }}, {% endfor %}
        {% for measure, scale in measures.items() %}
        matched.{{ measure }},
        {{ share_floor('matched.' ~ measure, scale, 'weights.weight', 'matched.total_weight') }} as {{ measure }}_floor,
        {{ share_remainder('matched.' ~ measure, scale, 'weights.weight', 'matched.total_weight') }}
            as {{ measure }}_rest{{ ',' if not loop.last }}
        {% endfor %}
    from matched
    inner join {{ weights }} as weights
        on {% for key in keys %}matched.{{ key }} = weights.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}
    where matched.parcel_count > 1
),

allocated as (
    select
        parcel_id,
        {{ keys | join(', ') }},
        {% for measure, scale in measures.items() %}
        {{ share(measure, scale, measure ~ '_floor', measure ~ '_rest', keys | join(', '), 'parcel_id') }}
            as {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}
    from floored
    union all
    select
        coalesce(only_parcel_id, 'NO_PARCEL'),
        {{ keys | join(', ') }},
        {{ measures | join(', ') }}
    from matched
    where parcel_count <= 1
)
{%- endmacro %}
