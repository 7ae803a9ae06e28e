-- One row per region, month, department's 治理清单 that the plan sets and object on it at the month's end, with the data
-- year and rule that put it there. 工业用地治理清单: parcels of the three 重点治理对象 kinds. Problems are rows of their own,
-- whatever their grade, by the list's own rule.
with
int_low_efficiency_month as not materialized (select * from {{ ref('int_low_efficiency_month') }}),
int_classified_month as (select * from {{ ref('int_classified_month') }}),
shared_issue_open_month as (select * from {{ ref('shared_issue_open_month') }}),
int_list_set as (select * from {{ ref('int_list_set') }}),

parcel_reason as (
    select
        region_code,
        month_start,
        object_id as parcel_id,
        data_year,
        band_code,
        '亩均低效用地（' || reason || '）' as reason,
        source_document,
        clause
    from int_low_efficiency_month
    where object_kind = 'parcel'
    union all
    select
        region_code,
        month_start,
        object_id as parcel_id,
        cast(null as integer) as data_year,
        cast(null as varchar) as band_code,
        case classification when 'low_scattered' then '低散乱污用地：' else '集体工业用地：' end || reason as reason,
        source_document,
        clause
    from int_classified_month
    where object_kind = 'parcel' and classification in ('low_scattered', 'collective')
),

object as (
    select
        'low_efficiency' as governance_list_code,
        region_code,
        month_start,
        object_kind,
        object_id,
        object_id as enterprise_id,
        'NO_PARCEL' as parcel_id,
        cast(null as varchar) as domain,
        band_code,
        reason,
        data_year,
        source_document,
        clause
    from int_low_efficiency_month
    where object_kind = 'enterprise'
    union all
    select
        'land_governance' as governance_list_code,
        region_code,
        month_start,
        'parcel' as object_kind,
        parcel_id as object_id,
        'NO_ENTERPRISE' as enterprise_id,
        parcel_id,
        null as domain,
        max(band_code),
        {{ joined_texts('reason') }},
        max(data_year),
        {{ joined_texts('source_document') }},
        {{ joined_texts('clause') }}
    from parcel_reason
    group by region_code, month_start, parcel_id
    union all
    select
        domain as governance_list_code,
        region_code,
        month_start,
        'issue' as object_kind,
        issue_id as object_id,
        enterprise_id,
        parcel_id,
        domain,
        case when is_major then 'major' when is_larger then 'larger' else 'ordinary' end,
        case when is_major then '重大问题未销号' when is_larger then '较大问题未销号' else '一般问题未销号' end,
        null,
        null,
        null
    from shared_issue_open_month
)

select
    object.region_code,
    object.month_start,
    object.governance_list_code,
    object.object_kind,
    object.object_id,
    object.enterprise_id,
    object.parcel_id,
    object.domain,
    object.band_code,
    object.reason,
    coalesce(object.data_year, cast(year(list.month_end + 1) - 1 as integer)) as data_year,
    coalesce(object.source_document, list.source_document) as source_document,
    coalesce(object.clause, list.clause) as clause
from object
inner join int_list_set as list
    on
        object.region_code = list.region_code
        and object.governance_list_code = list.governance_list_code
        and object.month_start = list.month_start
