{#
  An indicator's value from its final sums (docs/architecture.md invariant 10: the one place of DOUBLE), in the unit the
  catalogue states: shares in %, 元 over ㎡ in 万元/亩, 元 over 人 in 万元/人; without a denominator the numerator, ㎡ as 亩 and 元
  as 万元.
#}
{% macro indicator_value(row) -%}
    case
        when {{ row }}.denominator_unit is null
            then case {{ row }}.numerator_unit || '>' || {{ row }}.unit
                when '㎡>亩' then {{ row }}.numerator / {{ sqm_per_mu() }}
                when '元>万元' then {{ row }}.numerator / 10000
                else {{ row }}.numerator
            end
        when {{ row }}.unit = '%' then 100 * {{ row }}.numerator / nullif({{ row }}.denominator, 0)
        when {{ row }}.unit = '万元/亩'
            then ({{ row }}.numerator / 10000) / (nullif({{ row }}.denominator, 0) / {{ sqm_per_mu() }})
        when {{ row }}.unit = '万元/人' then {{ row }}.numerator / 10000 / nullif({{ row }}.denominator, 0)
        else {{ row }}.numerator / nullif({{ row }}.denominator, 0)
    end
{%- endmacro %}

{#
  What a target asks of its indicator after `years` from the base year, in the indicator's unit: the base times the
  yearly factor that often, or the number itself. NULL without base or number, and where a base of 0 is to grow.
#}
{% macro target_asked(row, years) -%}
    case
        when not {{ row }}.is_annual then {{ row }}.target_value
        when {{ row }}.is_falling or {{ row }}.base_value > 0
            then round({{ row }}.base_value * pow({{ row }}.yearly_factor, {{ years }}), 9)
    end
{%- endmacro %}
