-- One row per figure (indicator, scope, domain, period) and revision: as it was first published once its period was
-- frozen, and 修订 with their cause. What was published stays, whatever is delivered later; ind_value has today's figure.
{% set columns = [
    'indicator_code', 'indicator_zh', 'scope_kind', 'scope_code', 'scope_zh', 'region_code', 'domain', 'period_kind',
    'period', 'period_end_date'
] %}
{% set figures = ['numerator', 'denominator', 'value', 'unit', 'coverage', 'is_complete'] %}
{% set rules = ['rule_version', 'source_document', 'clause'] %}
select
    {% for name in columns %}
    {{ name }},
    {% endfor %}
    revision_no,
    published_date,
    {% for name in figures %}
    {{ name }},
    {% endfor %}
    cause,
    cause_evidence,
{% for name in rules %}
{{ name }}{{ ',' if not loop.last }}
{% endfor %}
from {{ source('lake', 'published') }}
union all
select
    {% for name in columns %}
    figure.{{ name }},
    {% endfor %}
    cast(case when figure.is_first then 0 else figure.published_revision_no + 1 end as integer) as revision_no,
    figure.business_date as published_date,
    {% for name in figures %}
    figure.{{ name }},
    {% endfor %}
    cause.cause,
    cause.cause_evidence,
{% for name in rules %}
figure.{{ name }}{{ ',' if not loop.last }}
{% endfor %}
from {{ ref('int_publication') }} as figure
left join {{ ref('int_publication_cause') }} as cause
    on
        figure.indicator_code = cause.indicator_code
        and figure.scope_kind = cause.scope_kind
        and figure.scope_code = cause.scope_code
        and figure.domain = cause.domain
        and figure.period = cause.period
where figure.is_first or figure.is_changed
