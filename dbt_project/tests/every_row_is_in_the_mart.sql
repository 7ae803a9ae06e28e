-- Invariants 1 and 2: every selected row of every list is in its fact once, and its batch is a selected one.
{% set facts = {
    'land__parcel_register': 'fct_parcel_register',
    'land__occupancy': 'fct_occupancy',
    'land__supply_contract': 'fct_land_supply',
    'land__contract_check': 'fct_contract_commitment',
    'governance__plan': 'fct_governance_plan',
    'governance__policy_measure': 'fct_policy_measure',
    'tax__tax_paid': 'fct_tax_payment',
    'tax__registration': 'fct_tax_registration',
    'tax__credit_rating': 'fct_credit_rating',
    'economy__evaluation_result': 'fct_evaluation_result',
    'economy__output': 'fct_output',
    'economy__output_month': 'fct_output_month',
    'economy__above_scale_roster': 'fct_roster',
    'registry__enterprise': 'fct_registration',
    'environment__permit': 'fct_permit',
    'environment__key_unit': 'fct_key_unit'
} %}
with mart as (
    {% for fact in facts.values() -%}
    select
        batch_id,
        count(*) as row_count
    from {{ ref(fact) }}
    {% if fact == 'fct_output' -%}
    where report_kind = '年报'
    {% endif -%}
    group by batch_id
    union all
    {% endfor -%}
    select
        batch_id,
        count(*) as row_count
    from {{ ref('fct_issue_report') }}
    group by batch_id
),

lake as (
    {% for list in facts -%}
    select
        _batch_id as batch_id,
        count(*) as row_count
    from {{ source('lake', list) }}
    group by _batch_id
    union all
    {% endfor -%}
    {% for domain in ['environment', 'safety', 'fire', 'illegal_construction'] -%}
    select
        _batch_id as batch_id,
        count(*) as row_count
    from {{ source('lake', domain ~ '__issue') }}
    group by _batch_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    coalesce(lake.batch_id, mart.batch_id) as batch_id,
    lake.row_count as selected_rows,
    mart.row_count as mart_rows
from lake
full outer join mart on lake.batch_id = mart.batch_id
left join {{ ref('dq_batch') }} as batch on lake.batch_id = batch.batch_id and batch.selection = 'selected'
where lake.row_count is distinct from mart.row_count or batch.batch_id is null
