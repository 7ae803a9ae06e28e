-- A policy row names its document and clause, and what it points to is there: documents, regions, schemes, units,
-- departments, domains, paths.
{% set policies = [
    'acceptance_standard', 'accident_grade', 'accident_scope', 'classification_criterion', 'commitment_promise',
    'differential_measure', 'eval_adjustment', 'eval_formula', 'eval_indicator', 'eval_industry_group',
    'eval_park_point', 'eval_quota', 'eval_scheme', 'eval_town_weight', 'eval_veto', 'governance_list',
    'governance_responsibility', 'issue_major_rule', 'issue_severity_rule', 'issue_transition', 'permit_catalogue',
    'policy_clause', 'policy_last_grade', 'policy_open_question', 'policy_parameter', 'policy_target', 'policy_tier',
    'remedy_band', 'remedy_condition', 'remedy_path', 'scope_phase', 'unit_alias'
] %}
{% set references = [
    ('eval_indicator', 'scheme_code', 'eval_scheme', 'scheme_code'),
    ('eval_quota', 'scheme_code', 'eval_scheme', 'scheme_code'),
    ('eval_adjustment', 'scheme_code', 'eval_scheme', 'scheme_code'),
    ('eval_industry_group', 'scheme_code', 'eval_scheme', 'scheme_code'),
    ('eval_indicator', 'indicator_code', 'eval_formula', 'indicator_code'),
    ('enforcement_domain', 'domain', 'issue_domain', 'domain'),
    ('governance_responsibility', 'unit_code', 'unit_alias', 'unit_code'),
    ('governance_list', 'department_code', 'ref_department', 'department_code'),
    ('issue_major_rule', 'domain', 'issue_domain', 'domain'),
    ('issue_severity_rule', 'domain', 'issue_domain', 'domain'),
    ('policy_target', 'domain', 'issue_domain', 'domain'),
    ('policy_target', 'indicator_code', 'indicator', 'indicator_code'),
    ('policy_target', 'region_code', 'ref_division', 'division_code'),
    ('remedy_condition', 'path', 'remedy_path', 'path'),
    ('acceptance_standard', 'path', 'remedy_path', 'path')
] %}
{% for seed in policies -%}
select
    '{{ seed }}' as seed_name,
    'source_document' as column_name,
    rule.source_document as value
from (
    select
        clause,
        unnest(string_split(source_document, '、')) as source_document
    from {{ ref(seed) }}
) as rule
left join {{ ref('policy_document') }} as document on rule.source_document = document.document_code
where document.document_code is null or rule.clause is null
union all
{% endfor -%}
{% for seed, column, target, key in references -%}
select
    '{{ seed }}' as seed_name,
    '{{ column }}' as column_name,
    rule.{{ column }} as value
from {{ ref(seed) }} as rule
left join {{ ref(target) }} as known on rule.{{ column }} = known.{{ key }}
where rule.{{ column }} is not null and known.{{ key }} is null
{{ 'union all' if not loop.last }}
{% endfor %}
