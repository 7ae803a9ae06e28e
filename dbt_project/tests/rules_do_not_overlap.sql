-- Invariant 5: of one rule, one version is in force on any day; two would count twice or hide each other.
{% set keys = {
    'tax_type': ['region_code', 'tax_type'],
    'indicator': ['indicator_code'],
    'delivery_plan': ['list_code', 'region_code', 'part', 'frequency'],
    'dq_bound': ['list_code', 'measure'],
    'parcel_feature': ['position', 'letter'],
    'land_tolerance': ['tolerance_code'],
    'acceptance_standard': ['region_code', 'path', 'standard_code'],
    'accident_grade': ['region_code', 'grade'],
    'accident_scope': ['region_code', 'column_name', 'excluded_value'],
    'classification_criterion': ['region_code', 'classification', 'criterion_code'],
    'commitment_promise': ['region_code', 'promise_code'],
    'differential_measure': ['region_code', 'element_code'],
    'enforcement_domain': ['enforcement_domain'],
    'eval_adjustment': ['scheme_code', 'adjustment_kind', 'adjustment_code'],
    'eval_indicator': ['scheme_code', 'indicator_code'],
    'eval_industry_group': ['scheme_code', 'industry_group_code', 'industry_prefix'],
    'eval_park_point': ['region_code', 'platform_kind', 'component_code', 'value_from'],
    'eval_quota': ['scheme_code', 'grade'],
    'eval_scheme': ['region_code', 'group_code', 'data_year_from'],
    'eval_town_weight': ['region_code', 'component_code'],
    'eval_veto': ['region_code', 'veto_code'],
    'governance_list': ['region_code', 'governance_list_code'],
    'governance_responsibility': ['region_code', 'task_code', 'unit_code', 'role'],
    'issue_major_rule': ['region_code', 'domain', 'column_name', 'column_value'],
    'issue_severity_rule': ['region_code', 'domain', 'column_name', 'column_value'],
    'issue_transition': ['region_code', 'from_status', 'to_status'],
    'permit_catalogue': ['industry_code_prefix'],
    'policy_clause': ['clause_id'],
    'policy_document': ['document_code'],
    'policy_last_grade': ['region_code'],
    'policy_open_question': ['question_id'],
    'policy_parameter': ['region_code', 'parameter_code'],
    'policy_target': ['target_id', 'region_code', 'indicator_code', 'scope_kind', 'scope_code', 'domain', 'base_kind'],
    'policy_tier': ['region_code', 'tier_code'],
    'remedy_band': ['region_code', 'band'],
    'remedy_condition': ['region_code', 'path', 'alternative', 'condition_code'],
    'remedy_path': ['region_code', 'path'],
    'scope_phase': ['region_code', 'phase_code', 'member_kind', 'member_zh'],
    'unit_alias': ['region_code', 'alias_zh']
} %}
{% for seed, columns in keys.items() -%}
select
    '{{ seed }}' as seed_name,
    concat_ws('|', {{ columns | join(', ') }}) as rule_key,
    valid_from
from (
    select
        *,
        lead(valid_from) over (partition by {{ columns | join(', ') }} order by valid_from asc) as next_from
    from {{ ref(seed) }}
) as {{ seed }}_version
where next_from is not null and coalesce(valid_to >= next_from, true)
{{ 'union all' if not loop.last }}
{% endfor %}
