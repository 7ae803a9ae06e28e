-- One row per figure beyond the bound in force (seed dq_bound; a list's own goes before that of all lists): a delivered
-- period whose row count, or sum of a money or area column, differs from the previous period's by more, or a list,
-- region and register whose codes the register knows in a smaller share.
with
batches as (select * from {{ source('lake', 'batches') }}),
contract_list as not materialized (select * from {{ source('lake', 'contract_list') }}),
dq_bound as not materialized (select * from {{ ref('dq_bound') }}),
list_measure as not materialized (select * from {{ source('lake', 'list_measure') }}),
dq_coverage as (select * from {{ ref('dq_coverage') }}),
run as (select * from {{ source('lake', 'run') }}),
contract_column as (select * from {{ source('lake', 'contract_column') }}),

delivered as (
    select
        batches.list_code,
        batches.region_code,
        batches.part,
        batches.period,
        batches.period_end,
        max(batches.batch_id) as batch_id
    from batches
    inner join contract_list
        on
            batches.list_code = contract_list.list_code
            and contract_list.kind in ('snapshot', 'register', 'period')
    where batches.selection = 'selected'
    group by batches.list_code, batches.region_code, batches.part, batches.period, batches.period_end
),

change_bound as (
    select
        delivered.*,
        bound.measure,
        bound.share,
        bound.from_rows,
        row_number() over (
            partition by delivered.list_code, delivered.region_code, delivered.part, delivered.period, bound.measure
            order by {{ own_before_all('bound', 'list_code') }}
        ) as place
    from delivered
    inner join dq_bound as bound
        on
            bound.list_code in ('*', delivered.list_code)
            and {{ in_force('bound', 'delivered.period_end') }}
            and bound.measure not in ('registry_coverage', 'parcel_coverage')
),

measured as (
    select
        change_bound.*,
        -- A nil delivery has no rows; a sum of nothing is unknown.
        case when change_bound.measure = 'row_count' then coalesce(measure.total, 0) else measure.total end as total,
        coalesce(rows.total, 0) as row_count
    from change_bound
    left join list_measure as measure
        on
            change_bound.list_code = measure.list_code
            and change_bound.region_code = measure.region_code
            and change_bound.part = measure.part
            and change_bound.period = measure.period
            and change_bound.measure = measure.measure
    left join list_measure as rows
        on
            change_bound.list_code = rows.list_code
            and change_bound.region_code = rows.region_code
            and change_bound.part = rows.part
            and change_bound.period = rows.period
            and rows.measure = 'row_count'
    where change_bound.place = 1
),

compared as (
    select
        *,
        lag(total) over series as previous_total,
        lag(row_count) over series as previous_rows,
        lag(period) over series as previous_period
    from measured
    window series as (partition by list_code, region_code, part, measure order by period_end)
),

coverage_bound as (
    select
        coverage.*,
        bound.share,
        bound.from_rows,
        row_number() over (
            partition by coverage.list_code, coverage.region_code, coverage.register_list_code
            order by {{ own_before_all('bound', 'list_code') }}
        ) as place
    from dq_coverage as coverage
    cross join run
    inner join dq_bound as bound
        on
            bound.list_code in ('*', coverage.list_code)
            and bound.measure = case coverage.register_list_code
                when 'registry.enterprise' then 'registry_coverage'
                else 'parcel_coverage'
            end
            and {{ in_force('bound', 'run.business_date') }}
)

select
    case compared.measure when 'row_count' then 'row_count_changed' else 'sum_changed' end as check_id,
    compared.region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    compared.period,
    compared.list_code,
    compared.batch_id,
    cast(null as varchar) as sheet,
    cast(null as integer) as line,
    case when compared.part = 'whole' then '' else compared.part || '：' end
    || case when compared.measure = 'row_count' then '行数' else coalesce(contract_column.column_zh, compared.measure) end
    || ' ' || case
        when compared.measure = 'row_count' then cast(cast(compared.total as bigint) as varchar)
        else cast(cast(compared.total as decimal(28, 2)) as varchar)
    end
    || '，上期（' || compared.previous_period || '）' || case
        when compared.measure = 'row_count' then cast(cast(compared.previous_total as bigint) as varchar)
        else cast(cast(compared.previous_total as decimal(28, 2)) as varchar)
    end as detail_zh
from compared
left join contract_column
    on compared.list_code = contract_column.list_code and compared.measure = contract_column.column_name
where
    compared.previous_rows >= compared.from_rows
    and abs(compared.total - compared.previous_total) > compared.share * abs(compared.previous_total)
union all
select
    'coverage_low' as check_id,
    coverage_bound.region_code,
    'NO_ENTERPRISE' as enterprise_id,
    'NO_ENTERPRISE' as counterparty_enterprise_id,
    'NO_PARCEL' as parcel_id,
    cast(null as varchar) as period,
    coverage_bound.list_code,
    cast(null as varchar) as batch_id,
    cast(null as varchar) as sheet,
    cast(null as integer) as line,
    '共 ' || coverage_bound.code_count::varchar || ' 个代码，在“' || contract_list.list_zh || '”中找到 '
    || coverage_bound.found_count::varchar || ' 个' as detail_zh
from coverage_bound
inner join contract_list
    on coverage_bound.register_list_code = contract_list.list_code
where
    coverage_bound.place = 1
    and coverage_bound.code_count >= coverage_bound.from_rows
    and coverage_bound.found_count < coverage_bound.share * coverage_bound.code_count
