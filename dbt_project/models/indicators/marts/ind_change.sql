-- One row per governance list, object and month in which it entered the list, left it or moved to another band (变动表),
-- with the reason. A figure that cannot be judged any more is told apart from one that improved.
with year_end as (
    select
        data_year,
        first_month,
        status_month
    from {{ ref('shared_data_year') }}
),

closing as (
    select distinct
        issue_id,
        cast(date_trunc('month', event_date) as date) as month_start
    from {{ ref('fct_issue_event') }}
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
    from {{ ref('int_list_step') }} as step
    left join year_end on step.month_start between year_end.first_month and year_end.status_month
    left join closing
        on step.object_kind = 'issue' and step.object_id = closing.issue_id and step.month_start = closing.month_start
    left join {{ ref('gov_enterprise') }} as firm
        on
            step.object_kind = 'enterprise'
            and step.object_id = firm.enterprise_id
            and step.region_code = firm.region_code
            and year_end.data_year = firm.data_year
    left join {{ ref('gov_parcel') }} as parcel
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
