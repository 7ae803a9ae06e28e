{# Exact arithmetic. Dispatched because DuckDB and Spark spell wide integers and integer division differently. #}
{% macro wide(expression) -%}{{ return(adapter.dispatch('wide', 'park_brain')(expression)) }}{%- endmacro %}
{% macro default__wide(expression) -%}cast({{ expression }} as hugeint){%- endmacro %}
{% macro spark__wide(expression) -%}cast({{ expression }} as decimal(38, 0)){%- endmacro %}

{% macro int_div(numerator, denominator) -%}
    {{ return(adapter.dispatch('int_div', 'park_brain')(numerator, denominator)) }}
{%- endmacro %}
{% macro default__int_div(numerator, denominator) -%}(({{ numerator }}) // ({{ denominator }})){%- endmacro %}
{% macro spark__int_div(numerator, denominator) -%}(({{ numerator }}) div ({{ denominator }})){%- endmacro %}

{# A decimal as whole units of its last digit: fen for money (scale 2), 1e-4 for areas (scale 4). #}
{% macro units(expression, scale) -%}{{ wide('cast(' ~ expression ~ ' as decimal(28, ' ~ scale ~ ')) * ' ~ 10 ** scale) }}{%- endmacro %}

{# Whole units back to DECIMAL(18, scale). The literal is a decimal so that no DOUBLE appears. #}
{% macro from_units(expression, scale) -%}
    cast(cast({{ expression }} as decimal(28, 0)) * cast({{ '%.*f' % (scale, 10 ** (0 - scale)) }} as decimal(5, {{ scale }})) as decimal(18, {{ scale }}))
{%- endmacro %}

{# a * b / c for DECIMAL(18,4) areas, rounded half up to 4 decimals, without DOUBLE. #}
{% macro proportion(a, b, c) -%}
    {{ from_units(int_div(
        '2 * ' ~ units(a, 4) ~ ' * ' ~ units(b, 4) ~ ' + ' ~ units(c, 4),
        '2 * ' ~ units(c, 4)
    ), 4) }}
{%- endmacro %}

{#
  Largest remainder, step 1 and 2, as select-list expressions. `amount` is repeated on every row of `partition`,
  `weight` > 0 is an integer, `total_weight` its sum over the partition. Signs are kept: -1.00 splits as 1.00 does.
#}
{% macro share_floor(amount, scale, weight, total_weight) -%}
    {{ int_div('abs(' ~ units(amount, scale) ~ ') * ' ~ weight, total_weight) }}
{%- endmacro %}
{% macro share_remainder(amount, scale, weight, total_weight) -%}
    (abs({{ units(amount, scale) }}) * {{ weight }}) % {{ total_weight }}
{%- endmacro %}
{# The units left over go one each to the largest remainders, ties by `tie_break`. #}
{% macro share(amount, scale, floor_units, remainder, partition, tie_break) -%}
    {{ from_units(
        'sign(' ~ amount ~ ') * (' ~ floor_units
        ~ ' + case when row_number() over (partition by ' ~ partition ~ ' order by ' ~ remainder ~ ' desc, ' ~ tie_break ~ ')'
        ~ ' <= abs(' ~ units(amount, scale) ~ ') - sum(' ~ floor_units ~ ') over (partition by ' ~ partition ~ ')'
        ~ ' then 1 else 0 end)',
        scale
    ) }}
{%- endmacro %}

{# Shares of 1 in millionths by whole-number weights, largest remainder, as a select-list expression: they add up exactly.
   `total` is a column with the sum of the weights over the partition. #}
{% macro millionths(weight, total, partition, tie_break) -%}
    {% set whole = int_div(wide(weight) ~ ' * 1000000', wide(total)) -%}
    cast({{ whole }} + case
        when row_number() over (
            partition by {{ partition }} order by {{ wide(weight) }} * 1000000 % {{ wide(total) }} desc, {{ tie_break }} asc
        ) <= 1000000 - sum({{ whole }}) over (partition by {{ partition }}) then 1
        else 0
    end as integer)
{%- endmacro %}
