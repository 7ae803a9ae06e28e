-- One row per delivered period whose row count, or sum of a money or area column, differs from the previous period's by
-- more than the bound in force (seed dq_bound).
with delivered as (
    select
        batches.list_code,
        batches.region_code,
        batches.part,
        batches.period,
        batches.period_end,
        max(batches.batch_id) as batch_id
    from {{ source('lake', 'batches') }} as batches
    inner join {{ source('lake', 'contract_list') }} as contract_list
        on
            batches.list_code = contract_list.list_code
            and contract_list.kind in ('snapshot', 'register', 'period')
    where batches.selection = 'selected'
    group by batches.list_code, batches.region_code, batches.part, batches.period, batches.period_end
),

-- A list's own bound goes before that of all lists.
bounded as (
    select
        delivered.*,
        bound.measure,
        bound.share,
        bound.from_rows,
        row_number() over (
            partition by delivered.list_code, delivered.region_code, delivered.part, delivered.period, bound.measure
            order by case when bound.list_code = '*' then 1 else 0 end, bound.valid_from desc
        ) as place
    from delivered
    inner join {{ ref('dq_bound') }} as bound
        on
            bound.list_code in ('*', delivered.list_code)
            and delivered.period_end >= bound.valid_from
            and coalesce(delivered.period_end <= bound.valid_to, true)
            and bound.measure not in ('registry_coverage', 'parcel_coverage')
),

measured as (
    select
        bounded.*,
        -- A nil delivery has no rows; a sum of nothing is unknown.
        case when bounded.measure = 'row_count' then coalesce(measure.total, 0) else measure.total end as total,
        coalesce(rows.total, 0) as row_count
    from bounded
    left join {{ source('lake', 'list_measure') }} as measure
        on
            bounded.list_code = measure.list_code
            and bounded.region_code = measure.region_code
            and bounded.part = measure.part
            and bounded.period = measure.period
            and bounded.measure = measure.measure
    left join {{ source('lake', 'list_measure') }} as rows
        on
            bounded.list_code = rows.list_code
            and bounded.region_code = rows.region_code
            and bounded.part = rows.part
            and bounded.period = rows.period
            and rows.measure = 'row_count'
    where bounded.place = 1
),

compared as (
    select
        *,
        lag(total) over series as previous_total,
        lag(row_count) over series as previous_rows,
        lag(period) over series as previous_period
    from measured
    window series as (partition by list_code, region_code, part, measure order by period_end)
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
left join {{ source('lake', 'contract_column') }} as contract_column
    on compared.list_code = contract_column.list_code and compared.measure = contract_column.column_name
where
    compared.previous_rows >= compared.from_rows
    and abs(compared.total - compared.previous_total) > compared.share * abs(compared.previous_total)
