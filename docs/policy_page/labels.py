"""Policy: Chinese words for the columns and codes that seeds write in English."""

from __future__ import annotations

COLUMNS = {
    "action_zh": "措施", "adjustment_kind": "类别", "adjustment_order": "计算次序", "adjustment_zh": "加减分、修正",
    "alias_zh": "异名", "allows_exception": "允许例外", "alternative": "情形", "band_zh": "档",
    "base_factor": "基准系数", "base_from_year": "基期起", "base_kind": "基期口径", "base_to_year": "基期止",
    "base_value": "基准值", "cap_share": "上限（权重的倍数）", "classification": "类别", "clause_id": "条款",
    "column_name": "列", "column_value": "值", "comparison": "比较", "component_zh": "项目", "condition_zh": "条件",
    "criterion_zh": "情形", "cumulative_share_pct": "累计占比（%）", "data_year_from": "数据年度起",
    "data_year_to": "数据年度止", "deaths_from": "死亡（人）不少于", "default_zh": "默认读法",
    "denominator_scale": "分母系数", "denominator_zh": "分母", "department_code": "牵头部门", "direction": "方向",
    "direction_zh": "做法", "document_code": "简称", "document_date": "成文日期", "document_no": "文号",
    "document_status": "状态", "domain": "领域", "due_checkpoints": "核查节点", "due_date": "期限",
    "effect": "作用", "element_zh": "要素", "enforcement_domain": "执法领域", "entry_date": "纳入日期",
    "evidence_zh": "证据", "excluded_value": "不计入的值", "expected": "应为", "floor_share": "下限（权重的倍数）",
    "from_count": "从第几家起", "from_date": "起算", "from_status": "从", "full_value": "满分值", "grade": "等级",
    "grades": "档次", "group_zh": "组", "includes_last_grade": "含末档", "indicator_code": "指标代码",
    "indicator_zh": "指标", "industry_code_prefix": "行业代码开头", "industry_group_zh": "行业组",
    "industry_prefix": "行业代码开头", "industry_zh": "行业", "injured_from": "重伤（人）不少于",
    "is_hard": "硬指标", "is_headline": "主口径", "is_serious": "较大及以上", "is_set": "是否设立",
    "is_upper_inclusive": "含上限", "issuer": "发文单位", "list_name_zh": "清单名称",
    "loss_from_cny": "直接经济损失（元）不少于", "lower_value": "下限（万元/亩）", "means_zh": "手段",
    "member_kind": "范围类别", "member_zh": "范围", "min_land_mu": "用地不少于（亩）", "model_name": "表",
    "no_emission_rule": "无排放企业", "note": "说明", "note_zh": "说明", "number_value": "数值",
    "numerator_scale": "分子系数", "numerator_zh": "分子", "object_kind": "对象", "page_date": "页面日期",
    "parameter": "参数所在", "parameter_zh": "参数", "path": "路径", "permit_kind": "管理类别", "phase_zh": "阶段",
    "platform_kind": "平台类型", "points": "分", "precedence": "优先次序", "promise_zh": "承诺",
    "question_id": "编号", "question_zh": "问题", "reading_zh": "读法", "reason_zh": "原因", "region_code": "地区",
    "role": "角色", "roster_entry_rule": "小升规", "roster_exit_rule": "退规", "scheme_code": "方案",
    "scope_code": "范围代码", "scope_kind": "范围", "score_floor": "得分下限", "scorer": "计分方法",
    "standard_zh": "标准", "state": "状态", "stated_pattern": "复核表用词", "target_id": "编号",
    "target_value": "目标值", "target_zh": "目标", "task_zh": "任务", "tenant_rule": "租赁企业",
    "text_value": "取值", "text_zh": "原文", "tier_zh": "档次", "title": "文件", "to_grade": "档次",
    "to_status": "到", "unit": "单位", "unit_zh": "单位名称", "upper_value": "上限（万元/亩）",
    "value_from": "不低于", "veto_zh": "情形", "weight": "权重",
}  # fmt: skip
"""Heading of a column; one without an entry keeps its name."""

VALUES = {
    "adjustment_kind": {"bonus": "加分", "lease_deduction": "出租扣分", "factor": "修正系数"},
    "adjustment_order": {"sum_times_factor_plus_bonus": "合计×修正系数＋加分－扣分"},
    "base_kind": {"none": "", "year": "一年", "mean": "数年均值"},
    "comparison": {
        "at_least": "不低于", "at_most": "不高于", "annual_growth_at_least": "年均增长不低于",
        "annual_decrease_at_least": "年均下降不低于", "cumulative_at_least": "累计不低于", "decrease": "下降",
    },
    "direction": {"at_least": "不低于", "at_most": "不高于"},
    "domain": {"environment": "生态环境", "safety": "安全生产", "fire": "消防安全", "illegal_construction": "违法建设"},
    "effect": {"set": "定为", "not_above": "不高于"},
    "member_kind": {"platform": "平台", "platform_kind": "平台类型", "region": "全域", "town": "乡镇（街道）"},
    "no_emission_rule": {"group_average": "按本组平均得分"},
    "object_kind": {"parcel": "地块", "enterprise": "企业", "either": "地块或企业"},
    "roster_entry_rule": {"next_year": "次年起按规上", "this_year": "当年按规下"},
    "roster_exit_rule": {"stays": "当年留在规上"},
    "scope_kind": {"region": "全域", "phase": "阶段", "platform": "平台", "county": "区县", "town": "乡镇"},
    "scorer": {"prior_mean": "上年均值为基准", "ratio_to_base": "与基准值之比", "min_max": "极差法"},
    "state": {"implemented": "已实现", "out_of_scope": "不在范围", "later": "另立课题"},
    "tenant_rule": {"own": "自身评价", "owner_grade": "随宗地主等级"},
}  # fmt: skip
"""Words for codes, by column; dates, numbers and free text stay as they are."""

TRUTH = {"true": "是", "false": "否"}
