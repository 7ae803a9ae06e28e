-- One row per list, region and register whose codes the register knows in a smaller share than the bound in force asks
-- for (seed dq_bound).
with bounded as (
    select
        coverage.*,
        bound.share,
        bound.from_rows,
        row_number() over (
            partition by coverage.list_code, coverage.region_code, coverage.register_list_code
            order by case when bound.list_code = '*' then 1 else 0 end, bound.valid_from desc
        ) as place
    from {{ ref('dq_coverage') }} as coverage
    cross join {{ source('lake', 'run') }} as run
    inner join {{ ref('dq_bound') }} as bound
        on
            bound.list_code in ('*', coverage.list_code)
            and bound.measure = case coverage.register_list_code
                when 'registry.enterprise' then 'registry_coverage'
                else 'parcel_coverage'
            end
            and run.business_date >= bound.valid_from
            and coalesce(run.business_date <= bound.valid_to, true)
)

select
    'coverage_low' as check_id,
    bounded.region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    cast(null as varchar) as period,
    bounded.list_code,
    cast(null as varchar) as batch_id,
    cast(null as varchar) as sheet,
    cast(null as integer) as line,
    '共 ' || bounded.code_count::varchar || ' 个代码，在“' || contract_list.list_zh || '”中找到 '
    || bounded.found_count::varchar || ' 个' as detail_zh
from bounded
inner join {{ source('lake', 'contract_list') }} as contract_list
    on bounded.register_list_code = contract_list.list_code
where
    bounded.place = 1
    and bounded.code_count >= bounded.from_rows
    and bounded.found_count < bounded.share * bounded.code_count
