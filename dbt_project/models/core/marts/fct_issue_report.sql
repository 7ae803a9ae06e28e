-- One row per accepted row of the four problem registers, every restatement, with keys and lineage.
{% set domains = ['environment', 'safety', 'fire', 'illegal_construction'] %}
{% for domain in domains %}
select
    '{{ domain }}' as domain,
    enterprise_id,
    parcel_id,
    county_code,
    issue_no,
    county_name,
    town_name,
    enterprise_name,
    enterprise_uscc,
    land_code,
    address,
    description,
    issue_category,
    severity,
    supervision_kind,
    legal_basis,
    found_date,
    source,
    measures,
    deadline_date,
    responsible_unit,
    supervisor_unit,
    issue_status,
    finished_date,
    acceptance_unit,
    acceptance_result,
    closed_date,
    {% if domain == 'illegal_construction' -%}
    illegal_area_sqm,
    structure,
    built_year,
    disposal,
    disposed_area_sqm,
    is_demolition_decided,
    {% else -%}
    cast(null as decimal(18, 4)) as illegal_area_sqm,
    cast(null as varchar) as structure,
    cast(null as integer) as built_year,
    cast(null as varchar) as disposal,
    cast(null as decimal(18, 4)) as disposed_area_sqm,
    cast(null as boolean) as is_demolition_decided,
    {% endif -%}
    note,
    batch_id,
    sheet,
    line,
    region_code,
    part,
    period,
    period_start,
    period_end,
    received_at
from {{ ref('stg_' ~ domain ~ '__issue') }}
{{ 'union all' if not loop.last }}
{% endfor %}
