"""Policy: which columns of which seed the page shows, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A seed as a table; validity and source follow the columns by themselves."""

    seed: str
    title: str
    columns: tuple[str, ...]


BY_REGION = (
    Table("governance_list", "治理清单", ("list_name_zh", "department_code", "is_set")),
    Table(
        "policy_target",
        "目标",
        (
            "target_id",
            "target_zh",
            "scope_kind",
            "scope_code",
            "domain",
            "comparison",
            "target_value",
            "unit",
            "base_kind",
            "base_from_year",
            "base_to_year",
            "from_date",
            "due_date",
            "is_hard",
            "is_headline",
        ),
    ),
    Table(
        "policy_tier",
        "亩均税收档次",
        ("tier_zh", "lower_value", "upper_value", "is_upper_inclusive", "allows_exception", "action_zh"),
    ),
    Table("policy_last_grade", "评价末档", ("grade", "action_zh")),
    Table("classification_criterion", "认定情形", ("classification", "criterion_zh", "evidence_zh")),
    Table("remedy_path", "四个一批：路径", ("path", "precedence", "object_kind", "means_zh")),
    Table(
        "remedy_band",
        "四个一批：低与较低",
        ("band_zh", "lower_value", "upper_value", "is_upper_inclusive", "includes_last_grade"),
    ),
    Table("acceptance_standard", "验收标准", ("path", "standard_zh")),
    Table("scope_phase", "范围与阶段", ("phase_zh", "member_kind", "member_zh", "entry_date")),
    Table("differential_measure", "差别化措施", ("element_zh", "direction_zh", "grades", "unit")),
    Table("policy_parameter", "参数", ("parameter_zh", "number_value", "text_value", "unit")),
)
GENERAL = (
    Table("policy_parameter", "参数与默认值", ("parameter_zh", "number_value", "text_value", "unit")),
    Table("issue_major_rule", "重大问题隐患", ("domain", "column_name", "column_value")),
    Table("issue_severity_rule", "较大问题隐患（重大以外）", ("domain", "column_name", "column_value")),
    Table("accident_scope", "事故起数：不计入的事故", ("column_name", "excluded_value", "reason_zh")),
    Table("accident_grade", "事故等级", ("grade", "deaths_from", "injured_from", "loss_from_cny", "is_serious")),
    Table("eval_veto", "评价：定档与限档", ("veto_zh", "effect", "to_grade")),
)
OTHER = (
    Table(
        "commitment_promise",
        "供地合同承诺",
        ("promise_zh", "stated_pattern", "unit", "direction", "due_checkpoints"),
    ),
    Table("issue_transition", "问题隐患状态：允许的变化", ("from_status", "to_status", "note_zh")),
    Table("enforcement_domain", "执法领域与问题领域", ("enforcement_domain", "domain")),
    Table(
        "eval_formula",
        "评价指标算式",
        ("indicator_code", "numerator_zh", "numerator_scale", "denominator_zh", "denominator_scale"),
    ),
    Table("eval_industry_group", "评价分行业定档", ("scheme_code", "industry_group_zh", "industry_prefix")),
    Table(
        "eval_park_point",
        "小微企业园评价计分",
        ("region_code", "platform_kind", "component_zh", "value_from", "points"),
    ),
    Table("eval_town_weight", "乡镇考核权重", ("region_code", "component_zh", "weight", "full_value")),
    Table("permit_catalogue", "排污许可分类管理名录（摘要）", ("industry_code_prefix", "industry_zh", "permit_kind")),
)
BY_SCHEME = (
    Table(
        "eval_scheme",
        "方案",
        (
            "scheme_code",
            "group_zh",
            "data_year_from",
            "data_year_to",
            "scorer",
            "base_factor",
            "no_emission_rule",
            "tenant_rule",
            "roster_exit_rule",
            "roster_entry_rule",
            "min_land_mu",
            "score_floor",
            "adjustment_order",
        ),
    ),
    Table(
        "eval_indicator",
        "指标",
        ("scheme_code", "indicator_zh", "unit", "weight", "base_value", "cap_share", "floor_share"),
    ),
    Table("eval_quota", "定档", ("scheme_code", "grade", "cumulative_share_pct")),
    Table(
        "eval_adjustment",
        "加减分",
        ("scheme_code", "adjustment_kind", "adjustment_zh", "from_count", "number_value", "unit"),
    ),
)
DOCUMENTS = (
    "document_code",
    "region_code",
    "title",
    "issuer",
    "document_no",
    "document_status",
    "document_date",
    "page_date",
    "note",
)
