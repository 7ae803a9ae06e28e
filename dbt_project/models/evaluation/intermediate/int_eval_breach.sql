-- One row per enterprise, region, data year and condition that a veto can hang on, with its evidence: outdated capacity
-- not removed by 31 December, a 较大 accident in the year, an acceptance failed and not made good, tax credit D.
with
int_eval_member as (select * from {{ ref('int_eval_member') }}),
stg_economy__outdated_capacity as (select * from {{ ref('stg_economy__outdated_capacity') }}),
fct_accident as (select * from {{ ref('fct_accident') }}),
shared_plan_statement as (select * from {{ ref('shared_plan_statement') }}),
stg_tax__credit_rating as (select * from {{ ref('stg_tax__credit_rating') }}),

year as (
    select distinct
        region_code,
        data_year,
        make_date(data_year, 12, 31) as year_end
    from int_eval_member
),

outdated as (
    select
        *,
        row_number() over (
            partition by region_code, item_no
            order by {{ newest_first() }}
        ) as place
    from stg_economy__outdated_capacity
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
        accident.accident_id
    from fct_accident as accident
    inner join year on accident.region_code = year.region_code and year(accident.occurred_date) = year.data_year
    where accident.is_serious and accident.is_in_scope = 'yes'
    union all
    select
        plan.enterprise_id,
        plan.region_code,
        year.data_year,
        'failed_acceptance',
        plan.plan_no
    from shared_plan_statement as plan
    inner join year
        on
            plan.region_code = year.region_code
            and plan.period_end <= year.year_end
            and coalesce(plan.next_stated_date > year.year_end, true)
    where plan.closed_date is null and '不通过' in (plan.environment_acceptance, plan.safety_acceptance)
    union all
    select
        enterprise_id,
        region_code,
        rating_year,
        'has_tax_credit_d',
        '纳税信用 D 级'
    from stg_tax__credit_rating
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
