"""Ingest, contracts: the rules every list has, with what the department reads about them (GB/T 36344 dimensions)."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """Reason, remedy and quality dimension of a rule."""

    zh: str
    remedy: str
    dimension: str


BUILTIN: dict[str, Text] = {
    "required_value": Text("必填项为空", "请补填该单元格", "完整性"),
    "unknown_value": Text("取值不在规定范围内", "请按填报说明中的选项填写", "规范性"),
    "bad_number": Text("无法识别为数字或单位不明", "请只填数字，单位写在表头", "规范性"),
    "bad_date": Text("无法识别为日期", "请按 2023-06-30 的格式填写；5/10/2021 这类日月顺序不明的也请改写", "规范性"),
    "implausible_date": Text("年份早于 1949 年或晚于 2100 年，疑似误填", "请核对年份", "准确性"),
    "implausible_value": Text("数值超出合理范围", "请核对该数值，确有特殊情况的请在备注中说明", "准确性"),
    "unit_suspect": Text(
        "数值超出合理范围，按另一单位计则合理，疑似单位有误（未换算）", "请核对单位，按表头单位重新填写", "准确性"
    ),
    "bad_geometry": Text(
        "图形不是可用的面，未读取（本行其他各列照常入库）",
        "请重新绘制或导出该图形：每个环至少三个不同的点、首尾闭合、坐标为数字，用 WKT、GeoJSON 或 shapefile 报送",
        "规范性",
    ),
    "ring_closed": Text(
        "图形的环首尾不闭合，已按第一点闭合", "请核对是否漏了界址点，并在源数据中补上与第一点相同的最后一点", "规范性"
    ),
    "geometry_crosses": Text(
        "图形自相交或环的位置不合规则，修复后面积变化不大的才使用", "请在源数据中检查并修正该图形", "准确性"
    ),
    "total_differs": Text(
        "合计（小计）行的数字与各行之和不一致", "请核对漏行、重复行或错误的合计数后重新报送", "一致性"
    ),
    "error_cell": Text("单元格是公式错误值（如 #N/A、#REF!）", "请修正公式，或粘贴为数值后重新报送", "准确性"),
    "formula_not_computed": Text("公式没有计算结果", "请在 Excel 中打开并保存一次，或粘贴为数值后重新报送", "准确性"),
    "hidden_row": Text(
        "该行在工作表中被隐藏（或被筛选），已照常读取", "请确认是否应报送；不报送的请删除该行", "准确性"
    ),
    "hidden_sheet": Text("该工作表被隐藏，已照常读取", "请确认是否应报送；不报送的请删除该工作表", "准确性"),
    "duplicate_row": Text("与前面某行完全相同", "请删除重复行", "准确性"),
    "duplicate_key": Text(
        "与前面某行是同一条记录（编号等关键列相同），但其他内容不同", "请核对后只保留正确的一行", "一致性"
    ),
    "too_many_cells": Text("本行单元格比表头多", "请检查本行是否多了分隔符或内容错位", "规范性"),
    "code_check_digit": Text("统一社会信用代码校验位不正确", "请按营业执照核对代码", "准确性"),
    "code_repaired": Text(
        "信用代码中有误写的字符，已按唯一正确的代码读取",
        "请在源数据中改正（如 O 应为 0、I 应为 1）",
        "规范性",
    ),
    "code_was_number": Text("代码以数字格式保存，可能丢失位数", "请将该列设为文本格式后重新填写", "规范性"),
    "code_format": Text("不是 18 位统一社会信用代码", "请按营业执照填写 18 位代码", "规范性"),
    "code_padded": Text("代码以数字格式保存，丢失的前导零已补齐", "请将该列设为文本格式", "规范性"),
    "personal_number": Text("疑似个人身份证号码，已在入库前删除", "请填写单位代码，不要填写个人证件号码", "规范性"),
    "unnamed_column": Text("该列没有表头却有数据，数据未读取", "请补写表头或删除该列", "规范性"),
    "fullwidth_text": Text("含有全角字符，已转换", "无需处理；建议使用半角", "规范性"),
    "text_number": Text("数字带有文字或千分位，已转换", "无需处理；建议只填数字", "规范性"),
    "text_date": Text("日期是文本，已转换", "无需处理；建议使用日期格式", "规范性"),
    "serial_date": Text("日期是序列号，已转换", "无需处理；请将该列设为日期格式", "规范性"),
    "month_only_date": Text("日期只到月，已按规则取当月第一天或最后一天", "请尽量填写到日", "准确性"),
    "year_only_date": Text("日期只到年，按当年最后一天处理", "请尽量填写到日", "准确性"),
    "open_ended_date": Text("长期有效或无固定期限，按无截止日期处理", "无需处理", "准确性"),
    "placeholder_date": Text("占位日期（如 1901 年、9999 年），按空处理", "请填写真实日期或留空", "准确性"),
}
