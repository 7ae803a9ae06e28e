-- One row per indicator, scope, domain and period: numerator, denominator, value and coverage. Where the sources are
-- not complete a monthly count is NULL, and a yearly ratio is what is known so far, with is_complete = false.
with yearly as (
    select
        indicator.indicator_code,
        indicator.scope_kind,
        indicator.scope_code,
        cast(null as varchar) as domain,
        cast(indicator.year_number as varchar) as period,
        cast(indicator.numerator as double) as numerator,
        case indicator.indicator_code
            when 'labour_productivity' then cast(indicator.denominator as double)
            else cast(indicator.denominator as double) / 12
        end as denominator,
        case indicator.indicator_code
            when 'labour_productivity'
                then cast(indicator.numerator as double) / 10000 / nullif(cast(indicator.denominator as double), 0)
            else {{ wan_cny_per_mu('indicator.numerator', 'nullif(indicator.denominator, 0)') }}
        end as value,
        indicator.covered_count,
        indicator.total_count,
        coalesce(delivery.is_complete, false) as is_complete,
        cast(indicator.year_number || '-12-31' as date) as period_end
    from {{ ref('int_indicator_year') }} as indicator
    left join {{ ref('int_indicator_delivery') }} as delivery
        on
            indicator.indicator_code = delivery.indicator_code
            and indicator.region_code = delivery.region_code
            and indicator.year_number = delivery.year_number
)

select
    combined.indicator_code,
    indicator.indicator_zh,
    combined.scope_kind,
    combined.scope_code,
    region.region_zh as scope_zh,
    coalesce(combined.domain, '') as domain,
    indicator.period_kind,
    combined.period,
    combined.numerator,
    combined.denominator,
    combined.value,
    indicator.unit,
    indicator.coverage_basis,
    cast(combined.covered_count as bigint) as covered_count,
    cast(combined.total_count as bigint) as total_count,
    cast(combined.covered_count as double) / nullif(combined.total_count, 0) as coverage,
    combined.is_complete,
    indicator.rule_version,
    indicator.source_document,
    indicator.clause
from (
    select
        indicator_code,
        scope_kind,
        scope_code,
        domain,
        period,
        numerator,
        denominator,
        value,
        covered_count,
        total_count,
        is_complete,
        period_end
    from yearly
    union all
    select
        indicator_code,
        scope_kind,
        scope_code,
        domain,
        period,
        numerator,
        denominator,
        value,
        covered_count,
        total_count,
        is_complete,
        cast(cast(period || '-01' as date) + interval 1 month - interval 1 day as date) as period_end
    from {{ ref('int_indicator_month') }}
) as combined
-- The version in force on the period's last day.
inner join {{ ref('indicator') }} as indicator
    on
        combined.indicator_code = indicator.indicator_code
        and combined.period_end >= indicator.valid_from
        and coalesce(combined.period_end <= indicator.valid_to, true)
left join {{ ref('dim_region') }} as region on combined.scope_code = region.region_code
