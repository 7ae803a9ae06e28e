-- One row per indicator, scope, domain and period: numerator, denominator, value and coverage; NULL where the
-- sources are not complete.
with tax_year as (
    select
        region_code,
        year_number,
        bool_and(is_received) and count(*) = 12 as is_complete
    from {{ ref('int_tax_delivery') }}
    group by region_code, year_number
),

yearly as (
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
        indicator.indicator_code <> 'above_scale_tax_per_mu' or coalesce(tax_year.is_complete, false) as is_complete
    from {{ ref('int_indicator_year') }} as indicator
    left join tax_year
        on indicator.region_code = tax_year.region_code and indicator.year_number = tax_year.year_number
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
        is_complete
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
        is_complete
    from {{ ref('int_indicator_month') }}
) as combined
inner join {{ ref('indicator') }} as indicator on combined.indicator_code = indicator.indicator_code
left join {{ ref('dim_region') }} as region on combined.scope_code = region.region_code
