-- One row per object (enterprise or parcel), region and data year: whether it is 亩均低效 on the status date by the bands
-- and, for enterprises, the last grade (末档) of the region's plan; not_set where the plan has no bands.
-- Who cannot be judged is unknown, never low.
with
policy_tier as (select * from {{ ref('policy_tier') }}),
shared_data_year as (select * from {{ ref('shared_data_year') }}),
int_governance_object as (select * from {{ ref('int_governance_object') }}),
int_tax_band as (select * from {{ ref('int_tax_band') }}),
policy_last_grade as (select * from {{ ref('policy_last_grade') }}),

region as (
    select distinct
        tier.region_code,
        year.data_year
    from policy_tier as tier
    inner join shared_data_year as year on {{ in_force('tier', 'year.status_date') }}
),

grade as (
    {{ grade_in_force() }}
)

select
    object.object_kind,
    object.object_id,
    object.region_code,
    object.data_year,
    band.tier_code,
    band.tier_zh,
    coalesce(grade.is_last_grade, false) as is_last_grade_in_force,
    case
        when region.region_code is null then 'not_set'
        when object.evaluable_state = 'ended' then 'no'
        when band.tier_code is not null or coalesce(grade.is_last_grade, false) then 'yes'
        when object.evaluable_state = 'evaluable' then 'no'
        else 'unknown'
    end as answer,
    nullif(concat_ws(
        '、',
        band.tier_zh,
        case when grade.is_last_grade then grade.grade_data_year || '年度末档' || grade.grade_used end
    ), '') as evidence,
    nullif(concat_ws(
        '；',
        case when band.tier_code is not null then band.source_document || ' ' || band.clause end,
        case when grade.is_last_grade then last_grade.source_document || ' ' || last_grade.clause end
    ), '') as source_clauses
from int_governance_object as object
left join region on object.region_code = region.region_code and object.data_year = region.data_year
left join int_tax_band as band
    on
        object.object_kind = band.object_kind
        and object.object_id = band.object_id
        and object.region_code = band.region_code
        and object.data_year = band.data_year
        and {{ in_force('band', 'object.status_date') }}
left join grade
    on
        case when object.object_kind = 'enterprise' then object.object_id end = grade.enterprise_id
        and object.region_code = grade.region_code
        and object.status_month = grade.month_start
left join policy_last_grade as last_grade
    on
        grade.region_code = last_grade.region_code
        and grade.grade_used = last_grade.grade
        and {{ in_force('last_grade', 'object.status_date') }}
