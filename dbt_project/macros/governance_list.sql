{# What every 治理清单 shows of a row of int_list_now (alias `now`): its name there, since when, why, and under which rule. #}
{% macro list_columns() -%}
now.region_code,
    now.list_name_zh,
    now.month_start,
    now.listed_since_month,
    now.data_year,
    now.reason,
    now.source_document,
    now.clause
{%- endmacro %}

{# The rows of a department's list of problems in the newest month, with what a clerk needs to follow them up. #}
{% macro issue_list(code) -%}
select
    {{ list_columns() }},
    issue.issue_id,
    issue.issue_no,
    issue.county_name,
    issue.town_name,
    issue.enterprise_id,
    enterprise.enterprise_name,
    enterprise.uscc,
    issue.parcel_id,
    parcel.land_code,
    issue.address,
    issue.description,
    issue.issue_category,
    now.band_code as severity_code,
    issue.severity,
    issue.supervision_kind,
    issue.found_date,
    issue.deadline_date,
    issue.deadline_date < last_day(now.month_start) as is_overdue,
    issue.issue_status,
    issue.responsible_unit,
    issue.illegal_area_sqm,
    issue.is_demolition_decided,
    issue.batch_id,
    issue.sheet,
    issue.line
from {{ ref('int_list_now') }} as now
inner join {{ ref('fct_issue') }} as issue on now.object_id = issue.issue_id
inner join {{ ref('dim_enterprise') }} as enterprise on issue.enterprise_id = enterprise.enterprise_id
inner join {{ ref('dim_parcel') }} as parcel on issue.parcel_id = parcel.parcel_id
where now.governance_list_code = '{{ code }}'
{%- endmacro %}
