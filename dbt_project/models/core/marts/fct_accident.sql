-- One row per accident: its grade by the dated bounds (any one of deaths, serious injuries and direct loss is enough;
-- a bound belongs to the higher grade), the stated grade beside it, and whether it is inside the target of
-- 生产安全事故, without 道路交通.
with
stg_safety__accident as (select * from {{ ref('stg_safety__accident') }}),
accident_grade as (select * from {{ ref('accident_grade') }}),
accident_scope as not materialized (select * from {{ ref('accident_scope') }}),

keyed as (
    select
        *,
        region_code || ':' || coalesce(
            accident_no,
            'N' || left(
                sha256(concat_ws('|', occurred_date, coalesce(location, ''), coalesce(enterprise_name, ''))), 16
            )
        ) as accident_id
    from stg_safety__accident
),

ranked as (
    select
        *,
        count(*) over (partition by accident_id) as statement_count,
        row_number() over (
            partition by accident_id
            order by {{ newest_first() }}
        ) as place
    from keyed
),

-- One row per accident (its number in the region; without one, day, place and enterprise), as its newest row states it.
accident as (
    select * exclude (place)
    from ranked
    where place = 1
),

graded as (
    select
        accident.accident_id,
        rule.grade,
        rule.is_serious,
        row_number() over (
            partition by accident.accident_id
            order by (rule.region_code = '*') asc, rule.display_order asc
        ) as place
    from accident
    inner join accident_grade as rule
        on
            rule.region_code in ('*', accident.region_code)
            and {{ in_force('rule', 'accident.occurred_date') }}
            and (
                accident.deaths_count >= rule.deaths_from
                or coalesce(accident.serious_injuries_count >= rule.injured_from, false)
                or coalesce(accident.direct_loss_cny >= rule.loss_from_cny, false)
            )
),

-- A region's own rows take the place of those for all.
own_scope as (
    select distinct region_code
    from accident_scope
),

said as (
    {% for name in ['is_road_traffic', 'is_production_safety'] -%}
    select
        accident_id,
        region_code,
        occurred_date,
        '{{ name }}' as column_name,
        {{ name }} as value
    from accident
    {{ 'union all' if not loop.last }}
    {% endfor -%}
),

scoped as (
    select
        said.accident_id,
        string_agg(
            case when said.value = rule.excluded_value then rule.reason_zh end, '、' order by rule.column_name
        ) as excluded_zh,
        -- The list holds 生产安全事故 only, unless a row says otherwise; of road traffic it has to say.
        bool_or(said.column_name = 'is_road_traffic' and said.value is null) as is_unsaid
    from said
    left join own_scope on said.region_code = own_scope.region_code
    inner join accident_scope as rule
        on
            coalesce(own_scope.region_code, '*') = rule.region_code
            and said.column_name = rule.column_name
            and {{ in_force('rule', 'said.occurred_date') }}
    group by said.accident_id
)

select
    accident.accident_id,
    accident.enterprise_id,
    accident.county_code,
    accident.county_name,
    accident.town_name,
    accident.accident_no,
    accident.occurred_date,
    accident.enterprise_name,
    accident.enterprise_uscc,
    accident.location,
    accident.industry_name,
    accident.accident_kind,
    accident.deaths_count,
    accident.serious_injuries_count,
    accident.minor_injuries_count,
    accident.direct_loss_cny,
    graded.grade,
    accident.accident_grade as stated_grade,
    coalesce(accident.accident_grade <> graded.grade, false) as is_grade_different,
    graded.is_serious,
    accident.is_road_traffic,
    accident.is_production_safety,
    case
        when scoped.excluded_zh is not null then 'no'
        when scoped.is_unsaid then 'unknown'
        else 'yes'
    end as is_in_scope,
    scoped.excluded_zh as out_of_scope_reason,
    accident.is_concluded,
    accident.report_no,
    cast(accident.statement_count as integer) as statement_count,
    accident.batch_id,
    accident.sheet,
    accident.line,
    accident.region_code,
    accident.part,
    accident.period,
    accident.period_start,
    accident.period_end,
    accident.received_at
from accident
left join graded on accident.accident_id = graded.accident_id and graded.place = 1
left join scoped on accident.accident_id = scoped.accident_id
