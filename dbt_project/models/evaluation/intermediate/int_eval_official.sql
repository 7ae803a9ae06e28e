-- One row per enterprise, region and evaluated year with a published result (官方评价结果): the record of the newest
-- publication, with the months it is in force. Of several rows of one enterprise the last published counts.
with
stg_economy__evaluation_result as (select * from {{ ref('stg_economy__evaluation_result') }}),

ranked as (
    select
        *,
        coalesce(data_year, cast(year(period_start) as integer)) as evaluated_year,
        row_number() over (
            partition by enterprise_id, region_code, coalesce(data_year, cast(year(period_start) as integer))
            order by published_date desc nulls last, {{ last_received_first() }}
        ) as place
    from stg_economy__evaluation_result
    where enterprise_id <> 'NO_ENTERPRISE'
),

newest as (
    select
        *,
        coalesce(effective_from_date, published_date) as in_force_from_date
    from ranked
    where place = 1
)

select
    enterprise_id,
    region_code,
    evaluated_year as data_year,
    part,
    unit_no,
    unit_kind,
    evaluation_group,
    land_area_sqm,
    total_score,
    adjustment_pct,
    adjustment_score,
    final_score,
    initial_grade,
    final_grade,
    adjustment_reason,
    published_date,
    in_force_from_date as effective_from_date,
    coalesce(
        effective_to_date,
        lead(in_force_from_date) over (partition by enterprise_id, region_code order by evaluated_year) - 1
    ) as effective_to_date,
    batch_id,
    sheet,
    line
from newest
