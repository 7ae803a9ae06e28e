-- One row per governance list, object and month in which it entered the list, left it or moved to another band (变动表),
-- with the reason. A figure that cannot be judged any more is told apart from one that improved.
with year_end as (
    select
        data_year,
        first_month,
        status_month
    from {{ ref('int_data_year') }}
),

judged as (
    select
        step.*,
        year_end.data_year,
        issue.closed_date,
        month.month_end,
        coalesce(firm.is_low_efficiency, parcel.is_low_efficiency) as answer,
        coalesce(firm.evaluable_state, parcel.evaluable_state) as evaluable_state,
        parcel.is_existing
    from {{ ref('int_list_step') }} as step
    inner join {{ ref('dim_month') }} as month on step.month_start = month.month_start
    left join year_end on step.month_start between year_end.first_month and year_end.status_month
    left join {{ ref('fct_issue') }} as issue
        on step.object_kind = 'issue' and step.object_id = issue.issue_id
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
        when object_kind = 'issue' and closed_date <= month_end then '已销号'
        when object_kind = 'parcel' and not is_existing then '地块已不存在'
        when answer = 'no' then '不再符合列入条件：' || from_reason
        when answer = 'unknown' then '无法判断：' || evaluable_state
        else '不再列入：' || from_reason
    end
    || case
        when to_data_year <> from_data_year then '（数据年度 ' || from_data_year || ' → ' || to_data_year || '）'
        when change = 'left' and data_year <> from_data_year
            then '（数据年度 ' || from_data_year || ' → ' || data_year || '）'
        else ''
    end as reason,
    coalesce(to_data_year, data_year) as data_year,
    source_document,
    clause
from judged
