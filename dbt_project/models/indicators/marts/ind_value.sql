-- One row per indicator, scope, domain and period: numerator, denominator, value and coverage. Where the sources are
-- not complete a count or sum is NULL, as is a monthly ratio; a yearly ratio is what is known so far.
{% set columns = [
    'indicator_code', 'scope_kind', 'scope_code', 'region_code', 'domain', 'numerator', 'denominator', 'covered_count',
    'total_count'
] %}
{% set yearly = [
    ref('int_ind_economy'), ref('int_ind_commitment'), ref('int_ind_accident'), ref('int_ind_tier')
] %}
{% set monthly = [
    ref('int_ind_park'), ref('int_ind_code'), ref('int_ind_data'), ref('int_ind_release'), ref('int_ind_penalty'),
    ref('int_ind_stock'), ref('int_ind_class'), ref('int_ind_low_efficiency'), ref('int_ind_remedy'),
    ref('int_ind_omission')
] %}
with
int_ind_issue as (select * from {{ ref('int_ind_issue') }}),
indicator as (select * from {{ ref('indicator') }}),
int_indicator_delivery as (select * from {{ ref('int_indicator_delivery') }}),
int_scope as (select * from {{ ref('int_scope') }}),

combined as (
    {% for model in yearly %}
    select
        {{ columns | join(', ') }},
        cast(year_number as varchar) as period,
        make_date(year_number, 12, 31) as period_end,
        cast(null as boolean) as is_stated
    from {{ model }}
    union all
    {% endfor %}
    {% for model in monthly %}
    select
        {{ columns | join(', ') }},
        strftime(month_start, '%Y-%m') as period,
        cast(month_start + interval 1 month - interval 1 day as date) as period_end,
        cast(null as boolean) as is_stated
    from {{ model }}
    union all
    {% endfor %}
    select
        {{ columns | join(', ') }},
        strftime(month_start, '%Y-%m') as period,
        cast(month_start + interval 1 month - interval 1 day as date) as period_end,
        is_complete as is_stated
    from int_ind_issue
),

-- The version in force on the period's last day. An indicator without lists of its own is about deliveries.
versioned as (
    select
        combined.indicator_code,
        indicator.indicator_zh,
        combined.scope_kind,
        combined.scope_code,
        combined.region_code,
        combined.domain,
        indicator.period_kind,
        combined.period,
        combined.period_end,
        combined.numerator,
        combined.denominator,
        indicator.unit,
        indicator.numerator_unit,
        indicator.denominator_unit,
        indicator.coverage_basis,
        indicator.additivity,
        combined.covered_count,
        combined.total_count,
        delivery.received_count,
        delivery.list_count,
        coalesce(combined.is_stated, delivery.is_complete, indicator.coverage_basis = 'deliveries') as is_complete,
        indicator.is_headline,
        indicator.rule_version,
        indicator.source_document,
        indicator.clause
    from combined
    inner join indicator
        on
            combined.indicator_code = indicator.indicator_code
            and {{ in_force('indicator', 'combined.period_end') }}
    left join int_indicator_delivery as delivery
        on
            combined.indicator_code = delivery.indicator_code
            and combined.region_code = delivery.region_code
            and combined.period = delivery.period
),

known as (
    select
        * exclude (numerator, denominator),
        case when is_complete or (period_kind = 'year' and additivity = 'ratio') then numerator end as numerator,
        case when is_complete or (period_kind = 'year' and additivity = 'ratio') then denominator end as denominator
    from versioned
)

select
    known.indicator_code,
    known.indicator_zh,
    known.scope_kind,
    known.scope_code,
    scope.scope_zh,
    known.region_code,
    known.domain,
    known.period_kind,
    known.period,
    known.period_end as period_end_date,
    known.numerator,
    known.denominator,
    {{ indicator_value('known') }} as value,
    known.unit,
    known.coverage_basis,
    cast(case when known.coverage_basis = 'lists' then known.received_count else known.covered_count end as bigint)
        as covered_count,
    cast(case when known.coverage_basis = 'lists' then known.list_count else known.total_count end as bigint)
        as total_count,
    cast(case when known.coverage_basis = 'lists' then known.received_count else known.covered_count end as double)
    / nullif(case when known.coverage_basis = 'lists' then known.list_count else known.total_count end, 0) as coverage,
    known.is_complete,
    known.is_headline,
    known.rule_version,
    known.source_document,
    known.clause
from known
left join int_scope as scope
    on known.scope_kind = scope.scope_kind and known.scope_code = scope.scope_code
