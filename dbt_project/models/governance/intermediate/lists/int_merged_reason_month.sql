-- One row per region, month and reason to be on the merged 治理清单: a row of a department's list there, or a kind of
-- 重点治理对象, 四无 or 落后产能. It names a parcel, an enterprise or both.
with
int_list_row_month as (select * from {{ ref('int_list_row_month') }}),
int_classified_month as not materialized (select * from {{ ref('int_classified_month') }}),
int_low_efficiency_month as (select * from {{ ref('int_low_efficiency_month') }}),
int_list_set as (select * from {{ ref('int_list_set') }}),
shared_issue_open_month as (select * from {{ ref('shared_issue_open_month') }}),
shared_survey_span as (select * from {{ ref('shared_survey_span') }})

select
    region_code,
    month_start,
    governance_list_code as list_code,
    enterprise_id,
    parcel_id,
    band_code,
    case
        when object_kind = 'issue' then reason || '（' || object_id || '）'
        when object_kind = 'parcel' and band_code is not null then '亩均低效用地'
        when object_kind = 'parcel' then '工业用地治理清单'
        else reason
    end as reason,
    data_year,
    source_document,
    clause
from int_list_row_month
union all
select
    region_code,
    month_start,
    classification,
    case when object_kind = 'enterprise' then object_id else 'NO_ENTERPRISE' end,
    case when object_kind = 'parcel' then object_id else 'NO_PARCEL' end,
    null,
    reason,
    null,
    source_document,
    clause
from int_classified_month
where
    classification in ('four_without', 'outdated_capacity')
    or (classification = 'collective' and object_kind = 'parcel')
union all
-- Land of low efficiency (亩均低效企业用地) where the plan sets no 工业用地治理清单 that has it.
select
    low.region_code,
    low.month_start,
    'low_efficiency_land',
    'NO_ENTERPRISE',
    low.object_id,
    low.band_code,
    '亩均低效用地',
    low.data_year,
    low.source_document,
    low.clause
from int_low_efficiency_month as low
left join int_list_set as land_list
    on
        land_list.governance_list_code = 'land_governance'
        and low.region_code = land_list.region_code
        and low.month_start = land_list.month_start
where low.object_kind = 'parcel' and land_list.region_code is null
union all
-- 低散乱污 where the problem is, not at the neighbours on the same parcel.
select
    issue.region_code,
    issue.month_start,
    'low_scattered',
    issue.enterprise_id,
    issue.parcel_id,
    null,
    '低散乱污（' || issue.issue_id || '）',
    null,
    classified.source_document,
    classified.clause
from shared_issue_open_month as issue
inner join int_classified_month as classified
    on
        classified.classification = 'low_scattered'
        and case when issue.enterprise_id = 'NO_ENTERPRISE' then 'parcel' else 'enterprise' end = classified.object_kind
        and case when issue.enterprise_id = 'NO_ENTERPRISE' then issue.parcel_id else issue.enterprise_id end
        = classified.object_id
        and issue.region_code = classified.region_code
        and issue.month_start = classified.month_start
where issue.is_larger
union all
select
    survey.region_code,
    classified.month_start,
    'low_scattered',
    survey.enterprise_id,
    survey.parcel_id,
    null,
    '低散乱污（摸排表 ' || survey.batch_id || ' 第' || survey.line || '行）',
    null,
    classified.source_document,
    classified.clause
from shared_survey_span as survey
inner join int_classified_month as classified
    on
        classified.classification = 'low_scattered'
        and classified.object_kind = 'enterprise'
        and survey.enterprise_id = classified.object_id
        and survey.region_code = classified.region_code
        and last_day(classified.month_start) between survey.valid_from_date and survey.valid_to_date
where survey.is_otherwise_low_scattered
