-- One row per operating enterprise, region whose plan sets 四无, and month: 无安全保障 (docs/readings.md 4), on positive
-- evidence only: an open 重大 problem of safety or fire, or the survey's answer. Without any it is no where the registers
-- and the survey could have said so.
with
shared_issue_open_month as (select * from {{ ref('shared_issue_open_month') }}),
int_operating_month as not materialized (select * from {{ ref('int_operating_month') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }}),
shared_issue_stated_month as (select * from {{ ref('shared_issue_stated_month') }}),
dim_enterprise as (select * from {{ ref('dim_enterprise') }}),
int_town_survey_complete as (select * from {{ ref('int_town_survey_complete') }}),

problem as (
    select
        enterprise_id,
        region_code,
        month_start,
        {{ joined_texts('issue_id') }} as evidence
    from shared_issue_open_month
    where is_major and domain in ('safety', 'fire') and enterprise_id <> 'NO_ENTERPRISE'
    group by enterprise_id, region_code, month_start
),

surveyed as (
    select
        operating.enterprise_id,
        operating.region_code,
        operating.month_start,
        bool_and(survey.has_safety_guarantee) as has_safety_guarantee,
        {{ joined_texts("'摸排表 ' || survey.batch_id || ' ' || survey.sheet || ' 第' || survey.line || '行'") }}
        filter (where not survey.has_safety_guarantee) as evidence
    from int_operating_month as operating
    inner join shared_survey_span as survey
        on
            operating.enterprise_id = survey.enterprise_id
            and operating.region_code = survey.region_code
            and operating.month_end between survey.valid_from_date and survey.valid_to_date
    group by operating.enterprise_id, operating.region_code, operating.month_start
),

stated as (
    select
        region_code,
        month_start,
        bool_and(is_complete) as is_complete
    from shared_issue_stated_month
    where domain in ('safety', 'fire')
    group by region_code, month_start
)

select
    operating.enterprise_id,
    operating.region_code,
    operating.month_start,
    case
        when problem.evidence is not null or surveyed.evidence is not null then 'yes'
        when
            coalesce(stated.is_complete, false)
            and (coalesce(surveyed.has_safety_guarantee, false) or coalesce(survey.is_complete, false))
            then 'no'
        else 'unknown'
    end as answer,
    nullif(concat_ws('、', problem.evidence, surveyed.evidence), '') as evidence
from int_operating_month as operating
inner join dim_enterprise as enterprise on operating.enterprise_id = enterprise.enterprise_id
left join problem
    on
        operating.enterprise_id = problem.enterprise_id
        and operating.region_code = problem.region_code
        and operating.month_start = problem.month_start
left join surveyed
    on
        operating.enterprise_id = surveyed.enterprise_id
        and operating.region_code = surveyed.region_code
        and operating.month_start = surveyed.month_start
left join stated on operating.region_code = stated.region_code and operating.month_start = stated.month_start
left join int_town_survey_complete as survey
    on
        operating.region_code = survey.region_code
        and case when operating.region_code = enterprise.region_code then coalesce(enterprise.town_name, '') else '' end
        = survey.town_name
        and operating.month_start = survey.month_start
