-- One row per target, scope and reading with its figures: the base (a year's, or the mean of years that are all there),
-- the newest complete figure (else the newest there is), and the one of a year before.
{% set keys = ['target_id', 'region_code', 'scope_kind', 'scope_code', 'domain', 'indicator_code', 'base_kind'] %}
with figure as (
    select
        target.target_id,
        target.base_kind,
        target.base_from_year,
        target.base_to_year,
        known.*
    from {{ ref('int_target') }} as target
    inner join {{ ref('ind_value') }} as known
        on
            target.indicator_code = known.indicator_code
            and target.region_code = known.region_code
            and target.scope_kind = known.scope_kind
            and target.scope_code = known.scope_code
            and target.domain = known.domain
    where known.value is not null
),

base as (
    select
        {{ keys | join(', ') }},
        case
            when count(*) = max(base_to_year) - max(base_from_year) + 1 then sum(value order by period) / count(*)
        end as base_value
    from figure
    where
        period_kind = 'year'
        and is_complete
        and year(period_end_date) between base_from_year and base_to_year
    group by {{ keys | join(', ') }}
),

newest as (
    select *
    from figure
    qualify row_number() over (
        partition by {{ keys | join(', ') }}
        order by is_complete desc, period_end_date desc
    ) = 1
)

select
    {% for key in keys %}
    newest.{{ key }},
    {% endfor %}
    newest.period_kind,
    newest.period as current_period,
    newest.period_end_date as newest_period_end,
    newest.numerator as current_numerator,
    newest.denominator as current_denominator,
    newest.value as current_value,
    newest.coverage,
    newest.coverage_basis,
    newest.is_complete,
    newest.rule_version,
    base.base_value,
    before.value as value_a_year_before
from newest
left join base
    on
        true
        {% for key in keys %}
        and newest.{{ key }} = base.{{ key }}
        {% endfor %}
left join figure as before
    on
        before.is_complete
        {% for key in keys %}
        and newest.{{ key }} = before.{{ key }}
        {% endfor %}
        and before.period_end_date = last_day(newest.period_end_date - interval 12 month)
