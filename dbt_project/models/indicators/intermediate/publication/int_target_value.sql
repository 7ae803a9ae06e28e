-- One row per target of the plans in force on the business date, scope it applies to and reading, with its figures: the
-- base (a year's, or the mean of years that are all there), the newest complete figure (else the newest there is), and
-- the one of a year before. As scope '*' is every listed platform of the region, a phase is named as in int_scope.
{% set keys = ['target_id', 'region_code', 'scope_kind', 'scope_code', 'domain', 'indicator_code', 'base_kind'] %}
with
policy_target as (select * from {{ ref('policy_target') }}),
run as not materialized (select * from {{ source('lake', 'run') }}),
int_scope as (select * from {{ ref('int_scope') }}),
dim_platform as (select * from {{ ref('dim_platform') }}),
policy_document as (select * from {{ ref('policy_document') }}),
ind_value as (select * from {{ ref('ind_value') }}),

rule as (
    select seed.*
    from policy_target as seed
    cross join run
    where {{ in_force('seed', 'run.business_date') }}
),

scope as (
    select scope.*
    from int_scope as scope
    cross join run
    left join dim_platform as platform
        on scope.scope_kind = 'platform' and scope.scope_code = platform.platform_id
    where
        scope.scope_kind <> 'platform'
        or (platform.is_listed and coalesce(platform.valid_to_date >= run.business_date, true))
),

target as (
    select
        rule.target_id,
        rule.region_code,
        scope.scope_kind,
        scope.scope_code,
        scope.scope_zh,
        coalesce(rule.domain, '') as domain,
        rule.indicator_code,
        rule.target_zh,
        rule.comparison,
        cast(rule.target_value as double) as target_value,
        rule.unit,
        rule.base_kind,
        rule.base_from_year,
        rule.base_to_year,
        rule.from_date,
        rule.due_date,
        rule.is_hard,
        rule.is_headline,
        document.document_status,
        rule.source_document,
        rule.clause
    from rule
    inner join scope
        on
            rule.region_code = scope.region_code
            and rule.scope_kind = scope.scope_kind
            and scope.scope_code in (
                case when rule.scope_code = '*' then scope.scope_code end,
                rule.scope_code,
                rule.region_code || ':' || rule.scope_code
            )
    left join policy_document as document on rule.source_document = document.document_code
),

figure as (
    select
        target.target_id,
        target.base_kind,
        target.base_from_year,
        target.base_to_year,
        known.*
    from target
    inner join ind_value as known
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
    target.*,
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
from target
{% for name in ['newest', 'base'] %}
left join {{ name }}
    on
        true
        {% for key in keys %}
        and target.{{ key }} = {{ name }}.{{ key }}
        {% endfor %}
{% endfor %}
left join figure as before
    on
        before.is_complete
        {% for key in keys %}
        and newest.{{ key }} = before.{{ key }}
        {% endfor %}
        and before.period_end_date = last_day(newest.period_end_date - interval 12 month)
