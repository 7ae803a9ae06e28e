-- One row per enterprise, region, data year and condition that a veto can hang on, with its evidence: outdated capacity
-- not removed by 31 December, a 较大 accident in the year, an acceptance failed and not made good, tax credit D.
with year as (
    select distinct
        region_code,
        data_year,
        make_date(data_year, 12, 31) as year_end
    from {{ ref('int_eval_member') }}
),

outdated as (
    select
        *,
        row_number() over (
            partition by region_code, item_no
            order by period_end desc, received_at desc, batch_id desc, sheet desc, line desc
        ) as place
    from {{ ref('stg_economy__outdated_capacity') }}
),

accident as (
    select
        accident.enterprise_id,
        accident.region_code,
        accident.occurred_date,
        coalesce(accident.accident_no, strftime(accident.occurred_date, '%Y-%m-%d')) as accident_name
    from {{ ref('stg_safety__accident') }} as accident
    where
        not coalesce(accident.is_road_traffic, false)
        and coalesce(accident.is_production_safety, true)
        and exists (
            select 1
            from {{ ref('accident_grade') }} as grade
            where
                grade.is_serious
                and grade.region_code in ('*', accident.region_code)
                and accident.occurred_date >= grade.valid_from
                and coalesce(accident.occurred_date <= grade.valid_to, true)
                and (
                    accident.deaths_count >= grade.deaths_from
                    or accident.serious_injuries_count >= grade.injured_from
                    or accident.direct_loss_cny >= grade.loss_from_cny
                )
        )
),

plan as (
    select
        plan.*,
        year.data_year,
        row_number() over (
            partition by plan.region_code, plan.plan_no, year.data_year
            order by plan.period_end desc, plan.received_at desc, plan.batch_id desc, plan.sheet desc, plan.line desc
        ) as place
    from {{ ref('stg_governance__plan') }} as plan
    inner join year on plan.region_code = year.region_code and plan.period_end <= year.year_end
),

found as (
    select
        outdated.enterprise_id,
        outdated.region_code,
        year.data_year,
        'has_outdated_capacity' as condition_code,
        outdated.item_no as evidence
    from outdated
    inner join year on outdated.region_code = year.region_code and outdated.listed_date <= year.year_end
    where
        outdated.place = 1
        and coalesce(coalesce(outdated.finished_date, outdated.closed_date) > year.year_end, true)
    union all
    select
        accident.enterprise_id,
        accident.region_code,
        year.data_year,
        'has_serious_accident',
        accident.accident_name
    from accident
    inner join year on accident.region_code = year.region_code and year(accident.occurred_date) = year.data_year
    union all
    select
        enterprise_id,
        region_code,
        data_year,
        'failed_acceptance',
        plan_no
    from plan
    where
        place = 1
        and closed_date is null
        and '不通过' in (environment_acceptance, safety_acceptance)
    union all
    select
        enterprise_id,
        region_code,
        rating_year,
        'has_tax_credit_d',
        '纳税信用 D 级'
    from {{ ref('stg_tax__credit_rating') }}
    where credit_rating = 'D'
)

select
    enterprise_id,
    region_code,
    data_year,
    condition_code,
    string_agg(distinct evidence, '、' order by evidence) as evidence
from found
where enterprise_id <> 'NO_ENTERPRISE'
group by enterprise_id, region_code, data_year, condition_code
