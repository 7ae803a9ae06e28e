-- One row per governance list, object and month in which it entered the list, left it or moved to another band (变动表),
-- with the reason: its row of the month beside that of the month before. The mart's first month has none before it and
-- is no change. A figure that cannot be judged any more is told apart from one that improved.
with
gov_list_month as (select * from {{ ref('gov_list_month') }}),
dim_month as not materialized (select * from {{ ref('dim_month') }}),
shared_data_year as (select * from {{ ref('shared_data_year') }}),
fct_issue_event as (select * from {{ ref('fct_issue_event') }}),
gov_enterprise as (select * from {{ ref('gov_enterprise') }}),
gov_parcel as (select * from {{ ref('gov_parcel') }}),

listed as (
    select
        list.*,
        month.month_end,
        cast(list.month_start + interval 1 month as date) as next_month
    from gov_list_month as list
    inner join dim_month as month on list.month_start = month.month_start
),

edge as (
    select
        min(month_start) as first_month,
        max(month_start) as last_month
    from dim_month
),

step as (
    select
        coalesce(now.region_code, before.region_code) as region_code,
        coalesce(now.month_start, before.next_month) as month_start,
        coalesce(now.governance_list_code, before.governance_list_code) as governance_list_code,
        coalesce(now.object_kind, before.object_kind) as object_kind,
        coalesce(now.object_id, before.object_id) as object_id,
        coalesce(now.enterprise_id, before.enterprise_id) as enterprise_id,
        coalesce(now.parcel_id, before.parcel_id) as parcel_id,
        coalesce(now.domain, before.domain) as domain,
        case
            when before.object_id is null then 'entered'
            when now.object_id is null then 'left'
            else 'moved'
        end as change,
        before.band_code as from_band,
        now.band_code as to_band,
        before.reason as from_reason,
        now.reason as to_reason,
        before.data_year as from_data_year,
        now.data_year as to_data_year,
        now.source_document,
        now.clause
    from listed as now
    full outer join listed as before
        on
            now.month_start = before.next_month
            and now.region_code = before.region_code
            and now.governance_list_code = before.governance_list_code
            and now.object_id = before.object_id
    cross join edge
    where
        coalesce(now.month_start, before.next_month) > edge.first_month
        and coalesce(now.month_start, before.next_month) <= edge.last_month
        and (before.object_id is null or now.object_id is null or now.band_code is distinct from before.band_code)
),

year_end as (
    select
        data_year,
        first_month,
        status_month
    from shared_data_year
),

closing as (
    select distinct
        issue_id,
        cast(date_trunc('month', event_date) as date) as month_start
    from fct_issue_event
    where event = '销号'
),

judged as (
    select
        step.*,
        year_end.data_year,
        closing.issue_id is not null as is_closed,
        step.governance_list_code = 'low_efficiency' or step.from_reason like '%亩均低效%' as is_by_band,
        coalesce(firm.is_low_efficiency, parcel.is_low_efficiency) as answer,
        case coalesce(firm.evaluable_state, parcel.evaluable_state)
            when 'unknown_tax' then '税收未知'
            when 'no_land' then '用地未知'
            when 'manual_review' then '待人工核定'
            when 'under_construction' then '建设期'
            when 'no_occupant' then '无用地企业'
        end as evaluable_state_zh,
        parcel.is_existing
    from step
    left join year_end on step.month_start between year_end.first_month and year_end.status_month
    left join closing
        on step.object_kind = 'issue' and step.object_id = closing.issue_id and step.month_start = closing.month_start
    left join gov_enterprise as firm
        on
            step.object_kind = 'enterprise'
            and step.object_id = firm.enterprise_id
            and step.region_code = firm.region_code
            and year_end.data_year = firm.data_year
    left join gov_parcel as parcel
        on
            step.object_kind = 'parcel'
            and step.object_id = parcel.parcel_id
            and year_end.data_year = parcel.data_year
)

select
    region_code,
    month_start,
    governance_list_code,
    object_kind,
    object_id,
    enterprise_id,
    parcel_id,
    domain,
    change,
    from_band,
    to_band,
    case
        when change = 'entered' then to_reason
        when change = 'moved' then coalesce(from_reason, '') || ' → ' || coalesce(to_reason, '')
        when is_closed then '已销号'
        when object_kind = 'parcel' and not is_existing then '地块已不存在'
        when is_by_band and answer = 'no' then '不再符合列入条件：' || from_reason
        when is_by_band and answer = 'unknown' and evaluable_state_zh is not null then '无法判断：' || evaluable_state_zh
        else '不再列入：' || from_reason
    end
    || case
        when object_kind in ('enterprise', 'parcel') and coalesce(to_data_year, data_year) <> from_data_year
            then '（数据年度 ' || from_data_year || ' → ' || coalesce(to_data_year, data_year) || '）'
        else ''
    end as reason,
    coalesce(to_data_year, data_year) as data_year,
    source_document,
    clause
from judged
