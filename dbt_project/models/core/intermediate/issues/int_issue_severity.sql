-- One row per problem and reason that makes it 较大 or worse (docs/readings.md 4): by the dated rules of its domain at
-- the date found, or while a 三停 of its enterprise in its domain is in force (one without a stated domain: in each).
-- A problem is 较大 on a day where a row has since_date <= day and the day is before until_date (NULL = no end).
with
fct_issue as (select * from {{ ref('fct_issue') }}),
issue_severity_rule as not materialized (select * from {{ ref('issue_severity_rule') }}),
shared_three_stop as (select * from {{ ref('shared_three_stop') }}),

said as (
    select
        issue_id,
        region_code,
        enterprise_id,
        domain,
        found_date,
        case when is_major then 'true' end as is_major,
        supervision_kind,
        case when is_demolition_decided then 'true' end as is_demolition_decided
    from fct_issue
),

-- A region's own rules for a domain take the place of those for all.
own_region as (
    select distinct
        region_code,
        domain
    from issue_severity_rule
),

ruled as (
    select distinct
        said.issue_id,
        rule.column_name,
        rule.column_value,
        rule.clause,
        said.found_date
    from said
    left join own_region on said.region_code = own_region.region_code and said.domain = own_region.domain
    inner join issue_severity_rule as rule
        on
            coalesce(own_region.region_code, '*') = rule.region_code
            and said.domain = rule.domain
            and {{ in_force('rule', 'said.found_date') }}
            and rule.column_value = case rule.column_name
                when 'is_major' then said.is_major
                when 'supervision_kind' then said.supervision_kind
                when 'is_demolition_decided' then said.is_demolition_decided
            end
)

select
    issue_id,
    column_name as reason_code,
    case column_name
        when 'is_major' then '重大'
        when 'is_demolition_decided' then '已作出拆除决定'
        else column_value
    end as reason_zh,
    found_date as since_date,
    cast(null as date) as until_date,
    cast(null as varchar) as penalty_id,
    clause
from ruled
union all
select
    said.issue_id,
    'three_stop:' || stop.penalty_id as reason_code,
    stop.stop_kind || '（' || stop.decision_no || '）' as reason_zh,
    greatest(said.found_date, stop.from_date) as since_date,
    stop.lifted_date as until_date,
    stop.penalty_id,
    'C2、readings 4' as clause
from said
inner join shared_three_stop as stop
    on
        said.region_code = stop.region_code
        and said.enterprise_id = stop.enterprise_id
        and coalesce(said.domain = stop.domain, stop.enforcement_domain is null)
where
    said.enterprise_id <> 'NO_ENTERPRISE'
    and coalesce(stop.lifted_date > greatest(said.found_date, stop.from_date), true)
