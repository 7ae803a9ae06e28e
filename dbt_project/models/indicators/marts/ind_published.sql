-- One row per figure (indicator, scope, domain, period) and revision: as it was first published once its period was
-- frozen, and 修订 with their cause: another version of its rule; data that came late; data sent again; other rules or
-- code; else what happened since (a later register, a decision, a new link). What was published stays, whatever is
-- delivered later; ind_value has today's figure.
{% set columns = [
    'indicator_code', 'indicator_zh', 'scope_kind', 'scope_code', 'scope_zh', 'region_code', 'domain', 'period_kind',
    'period', 'period_end_date'
] %}
{% set figures = ['numerator', 'denominator', 'value', 'unit', 'coverage', 'is_complete'] %}
{% set rules = ['rule_version', 'source_document', 'clause'] %}
with
int_publication as not materialized (select * from {{ ref('int_publication') }}),
int_batch_news as (select * from {{ ref('int_batch_news') }}),
indicator_source as (select * from {{ ref('indicator_source') }}),
issue_domain as not materialized (select * from {{ ref('issue_domain') }}),
published_base as (select * from {{ source('lake', 'published_base') }}),
published as (select * from {{ source('lake', 'published') }}),

changed as (
    select *
    from int_publication
    where is_changed
),

-- A problem register concerns its own domain, and all domains together.
news as (
    select
        source.indicator_code,
        source.list_code,
        domain.domain,
        news.region_code,
        news.part,
        news.period,
        news.period_start,
        news.cause
    from int_batch_news as news
    inner join indicator_source as source on news.list_code = source.list_code
    left join issue_domain as domain on source.list_code = domain.list_code
),

concerned as (
    select
        changed.indicator_code,
        changed.scope_kind,
        changed.scope_code,
        changed.domain,
        changed.period,
        news.cause,
        string_agg(
            distinct news.list_code || ' ' || news.period, '、' order by news.list_code || ' ' || news.period
        ) as evidence
    from changed
    inner join news
        on
            changed.indicator_code = news.indicator_code
            and changed.region_code = news.region_code
            and (news.cause = 'correction' or changed.period_end_date >= news.period_start)
            and (
                news.domain is null
                or changed.domain in ('', 'all', news.domain)
                or changed.domain not in (select domain from issue_domain)
            )
    group by
        changed.indicator_code, changed.scope_kind, changed.scope_code, changed.domain, changed.period, news.cause
),

revised as (
    select
        changed.indicator_code,
        changed.scope_kind,
        changed.scope_code,
        changed.domain,
        changed.period,
        case
            when changed.rule_version <> changed.published_rule_version then 'rule_change'
            when late.cause is not null then 'late_data'
            when correction.cause is not null then 'correction'
            when base.rules_before <> base.rules_now then 'rule_change'
            else 'real_change'
        end as cause,
        case
            when changed.rule_version <> changed.published_rule_version
                then changed.published_rule_version || ' → ' || changed.rule_version
            else coalesce(late.evidence, correction.evidence)
        end as cause_evidence
    from changed
    cross join published_base as base
    {% for cause, alias in {'late_data': 'late', 'correction': 'correction'}.items() %}
    left join concerned as {{ alias }}
        on
            {{ alias }}.cause = '{{ cause }}'
            and changed.indicator_code = {{ alias }}.indicator_code
            and changed.scope_kind = {{ alias }}.scope_kind
            and changed.scope_code = {{ alias }}.scope_code
            and changed.domain = {{ alias }}.domain
            and changed.period = {{ alias }}.period
    {% endfor %}
)

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
from published
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
    revised.cause,
    revised.cause_evidence,
{% for name in rules %}
figure.{{ name }}{{ ',' if not loop.last }}
{% endfor %}
from int_publication as figure
left join revised
    on
        figure.indicator_code = revised.indicator_code
        and figure.scope_kind = revised.scope_kind
        and figure.scope_code = revised.scope_code
        and figure.domain = revised.domain
        and figure.period = revised.period
where figure.is_first or figure.is_changed
