-- One row per problem (domain, region, number), as its newest register states it; 重大 by the dated rules of its
-- domain.
with
fct_issue_report as (select * from {{ ref('fct_issue_report') }}),
issue_major_rule as (select * from {{ ref('issue_major_rule') }}),

ranked as (
    select
        *,
        row_number() over (
            partition by domain, region_code, issue_no
            order by {{ newest_first() }}
        ) as place
    from fct_issue_report
),

major as (
    select distinct
        ranked.domain,
        ranked.region_code,
        ranked.issue_no
    from ranked
    inner join issue_major_rule as rule
        on
            ranked.domain = rule.domain
            and rule.region_code in ('*', ranked.region_code)
            and {{ in_force('rule', 'ranked.found_date') }}
            and rule.column_value = case rule.column_name
                when 'severity' then ranked.severity
                when 'supervision_kind' then ranked.supervision_kind
            end
    where ranked.place = 1
)

select
    ranked.domain || ':' || ranked.region_code || ':' || ranked.issue_no as issue_id,
    major.issue_no is not null as is_major,
    ranked.closed_date is not null as is_closed,
    ranked.enterprise_id,
    ranked.parcel_id,
    ranked.county_code,
    ranked.domain,
    ranked.issue_no,
    ranked.county_name,
    ranked.town_name,
    ranked.enterprise_name,
    ranked.enterprise_uscc,
    ranked.land_code,
    ranked.address,
    ranked.description,
    ranked.issue_category,
    ranked.severity,
    ranked.supervision_kind,
    ranked.legal_basis,
    ranked.found_date,
    ranked.source,
    ranked.measures,
    ranked.deadline_date,
    ranked.responsible_unit,
    ranked.supervisor_unit,
    ranked.issue_status,
    ranked.finished_date,
    ranked.acceptance_unit,
    ranked.acceptance_result,
    ranked.closed_date,
    ranked.illegal_area_sqm,
    ranked.structure,
    ranked.built_year,
    ranked.disposal,
    ranked.disposed_area_sqm,
    ranked.is_demolition_decided,
    ranked.note,
    ranked.batch_id,
    ranked.sheet,
    ranked.line,
    ranked.region_code,
    ranked.part,
    ranked.period,
    ranked.period_start,
    ranked.period_end,
    ranked.received_at
from ranked
left join major
    on
        ranked.domain = major.domain
        and ranked.region_code = major.region_code
        and ranked.issue_no = major.issue_no
where ranked.place = 1
