-- One row per accepted row of 快报 (economy.output_month) with the month's own figures: the difference of 累计 only where
-- the enterprise's previous month is there; without January, February is one period of two months.
{% set measures = ['output_value_cny', 'revenue_cny', 'value_added_cny', 'profit_cny', 'rd_cny', 'energy_tce'] %}
with
stg_economy__output_month as (select * from {{ ref('stg_economy__output_month') }}),

ranked as (
    select
        *,
        row_number() over (
            partition by enterprise_id, region_code, period
            order by {{ last_received_first() }}
        ) as place
    from stg_economy__output_month
),

marked as (
    select
        *,
        enterprise_id = 'NO_ENTERPRISE' or place = 1 as is_current,
        enterprise_id <> 'NO_ENTERPRISE' and place = 1 as is_of_series
    from ranked
),

-- The newest row of the month before, of the same year.
compared as (
    select
        marked.*,
        previous.batch_id as previous_batch_id,
        {% for measure in measures -%}
        {% set ytd = measure | replace('_cny', '_ytd_cny') | replace('_tce', '_ytd_tce') -%}
        previous.{{ ytd }} as previous_{{ ytd }},
        {% endfor -%}
        case
            when month(marked.period_end) = 1 and marked.is_current then 'as_reported'
            when not marked.is_current then 'not_current'
            when previous.batch_id is not null then 'differenced'
            when month(marked.period_end) = 2 and marked.is_of_series then 'two_month'
            else 'no_previous'
        end as figure_state
    from marked
    left join marked as previous
        on
            marked.is_of_series
            and previous.is_of_series
            and marked.enterprise_id = previous.enterprise_id
            and marked.region_code = previous.region_code
            and year(marked.period_end) = year(previous.period_end)
            and month(marked.period_end) = month(previous.period_end) + 1
)

select
    enterprise_id,
    county_code,
    enterprise_uscc,
    enterprise_name,
    county_name,
    industry_code,
    is_current,
    figure_state,
    case when figure_state = 'two_month' then cast(date_trunc('year', period_end) as date) else period_start end
        as figure_start,
    {% for measure in measures -%}
    {% set ytd = measure | replace('_cny', '_ytd_cny') | replace('_tce', '_ytd_tce') -%}
    {{ ytd }},
    case
        when figure_state in ('as_reported', 'two_month') then {{ ytd }}
        when figure_state = 'differenced' then {{ ytd }} - previous_{{ ytd }}
    end as {{ measure }},
    {% endfor -%}
    output_value_month_cny as output_value_reported_cny,
    staff_end_count,
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
from compared
