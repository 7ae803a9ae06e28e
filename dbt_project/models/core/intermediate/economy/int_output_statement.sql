-- One row per yearly statement of an enterprise: every row of 年报, and the newest December row of 快报 (its 累计 is the
-- year); is_current marks the one that counts. 年报 goes before 快报, and for all firms once the region's whole 年报 came.
{% set measures = ['output_value', 'value_added', 'revenue', 'rd'] %}
with
stg_economy__output as (select * from {{ ref('stg_economy__output') }}),
int_output_month as (select * from {{ ref('int_output_month') }}),
batches as (select * from {{ source('lake', 'batches') }}),

statement as (
    select
        '年报' as report_kind,
        enterprise_id,
        county_code,
        enterprise_uscc,
        enterprise_name,
        county_name,
        industry_code,
        {% for measure in measures -%}
        {{ measure }}_cny,
        {% endfor -%}
        energy_tce,
        staff_avg_count,
        note,
        batch_id,
        sheet,
        line,
        region_code,
        part,
        period,
        period_start,
        period_end,
        received_at
    from stg_economy__output
    union all
    select
        '快报',
        enterprise_id,
        county_code,
        enterprise_uscc,
        enterprise_name,
        county_name,
        industry_code,
        {% for measure in measures -%}
        {{ measure }}_ytd_cny,
        {% endfor -%}
        energy_ytd_tce,
        -- The month's end is no average of the year.
        cast(null as decimal(18, 4)),
        note,
        batch_id,
        sheet,
        line,
        region_code,
        part,
        strftime(period_end, '%Y'),
        cast(date_trunc('year', period_end) as date),
        period_end,
        received_at
    from int_output_month
    where month(period_end) = 12 and is_current and enterprise_id <> 'NO_ENTERPRISE'
),

annual as (
    select distinct
        region_code,
        period
    from batches
    where list_code = 'economy.output' and part = 'whole' and selection = 'selected' and delivery = 'full'
),

ranked as (
    select
        statement.*,
        annual.period is not null as has_annual,
        row_number() over (
            partition by statement.enterprise_id, statement.region_code, year(statement.period_start)
            order by
                case statement.report_kind when '年报' then 0 else 1 end asc, {{ newest_first('statement') }}
        ) as place
    from statement
    left join annual on statement.region_code = annual.region_code and statement.period = annual.period
)

select
    report_kind,
    -- A row of nobody is never another's newer row.
    case
        when report_kind = '年报' then enterprise_id = 'NO_ENTERPRISE' or place = 1
        else place = 1 and not has_annual
    end as is_current,
    enterprise_id,
    county_code,
    enterprise_uscc,
    enterprise_name,
    county_name,
    industry_code,
    {% for measure in measures -%}
    cast({{ measure }}_cny as decimal(18, 2)) as {{ measure }}_cny,
    {% endfor -%}
    cast(energy_tce as decimal(18, 4)) as energy_tce,
    cast(staff_avg_count as decimal(18, 4)) as staff_avg_count,
    note,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from ranked
