"""Policy: ``docs/policy.md`` out of the seeds; a pure function of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from docs.policy_page.labels import COLUMNS, TRUTH, VALUES
from docs.policy_page.tables import BY_REGION, BY_SCHEME, DOCUMENTS, GENERAL, OTHER, Table
from park_brain.seeds import Row

Seeds = Mapping[str, Sequence[Row]]

OPENING = (
    "This page shows the plans as the warehouse reads them. It is rendered from the policy seeds by"
    " `python -m docs.policy_page`; edit the seeds, not the page."
)
PLANS = ("330683", "330681")
"""Regions whose plans are 治理方案; in this order on the page."""


def render(seeds: Seeds) -> str:
    """The whole page."""
    lines = [OPENING, "", "# 方案口径：数据仓库如何理解各县方案", ""]
    lines += [
        "## 1 文件与状态",
        "",
        "种子 `policy_document`；“依据”一列用其简称。",
        "",
        *_table(seeds, seeds["policy_document"], DOCUMENTS),
    ]
    for number, region in enumerate(PLANS, start=2):
        lines += [f"## {number} {_region(seeds, region)}", "", *_plan(seeds, region)]
    lines += ["## 4 各地通用", "", *_tables(seeds, GENERAL, "*"), *_elsewhere(seeds)]
    lines += ["## 5 未定问题与默认读法", "", "种子 `policy_open_question`。", "", *_questions(seeds)]
    lines += ["## 6 条款", "", *_clauses(seeds)]
    return "\n".join(lines).rstrip() + "\n"


def _plan(seeds: Seeds, region: str) -> list[str]:
    lines = _tables(seeds, BY_REGION, region)
    lines += [
        "### 四个一批：条件",
        "",
        "种子 `remedy_condition`：同一情形的条件须同时成立，各情形有一即可。",
        "",
        *_conditions(seeds, region),
    ]
    lines += ["### 亩均效益综合评价", "", *_schemes(seeds, region)]
    return [
        *lines,
        "### 责任单位与实施单位",
        "",
        "种子 `governance_responsibility`、`unit_alias`。",
        "",
        *_units(seeds, region),
    ]


def _tables(seeds: Seeds, tables: Iterable[Table], region: str) -> list[str]:
    lines: list[str] = []
    for table in tables:
        rows = [row for row in seeds[table.seed] if row["region_code"] == region]
        if rows:
            lines += [f"### {table.title}", "", f"种子 `{table.seed}`。", "", *_table(seeds, rows, table.columns)]
    return lines


def _conditions(seeds: Seeds, region: str) -> list[str]:
    """One column per path and alternative, one line per condition: the decision table of a plan."""
    rows = [row for row in seeds["remedy_condition"] if row["region_code"] == region]
    heads = list(dict.fromkeys((row["path"], row["alternative"]) for row in rows))
    asked = {(row["condition_code"], row["path"], row["alternative"]): TRUTH[row["expected"]] for row in rows}
    # What a path asks to be false it words the other way round; the wording of "true" names the line.
    names = {row["condition_code"]: row["condition_zh"] for row in sorted(rows, key=lambda row: row["expected"])}
    body = [[name, *(asked.get((code, *head), "—") for head in heads)] for code, name in sorted(names.items())]
    sources = "；".join(dict.fromkeys(_source(row) for row in rows))
    return [*_grid(["条件", *(f"{path} {number}" for path, number in heads)], body), f"依据：{sources}。", ""]


def _schemes(seeds: Seeds, region: str) -> list[str]:
    own = {row["scheme_code"] for row in seeds["eval_scheme"] if row["region_code"] == region}
    lines: list[str] = []
    for table in BY_SCHEME:
        rows = [row for row in seeds[table.seed] if row["scheme_code"] in own]
        rows = [row for row in rows if row.get("region_code", region) == region]
        if rows:
            lines += [f"{table.title}（种子 `{table.seed}`）：", "", *_table(seeds, rows, table.columns)]
    return lines


def _units(seeds: Seeds, region: str) -> list[str]:
    called = {row["unit_code"]: row["unit_zh"] for row in seeds["unit_alias"] if row["region_code"] in ("*", region)}
    tasks: dict[str, tuple[str, dict[str, list[str]]]] = {}
    for row in seeds["governance_responsibility"]:
        if row["region_code"] == region:
            roles = tasks.setdefault(row["task_zh"], (row["clause"].rsplit(" ", 1)[-1], {}))[1]
            roles.setdefault(row["role"], []).append(called[row["unit_code"]])
    body = [
        [task, "、".join(roles.get("责任单位", [])), "、".join(roles.get("实施单位", [])), section]
        for task, (section, roles) in tasks.items()
    ]
    lines = _grid(["任务", "责任单位", "实施单位", "章节"], body)
    others: dict[str, list[str]] = {}
    for row in seeds["unit_alias"]:
        if row["region_code"] in ("*", region) and row["alias_zh"] != row["unit_zh"]:
            others.setdefault(row["unit_zh"], []).append(row["alias_zh"])
    return lines + _grid(["单位", "异名"], [[unit, "、".join(aliases)] for unit, aliases in others.items()])


def _elsewhere(seeds: Seeds) -> list[str]:
    """Published rules of other counties, and what is neither a plan's nor a scheme's."""
    lines: list[str] = []
    regions = dict.fromkeys(row["region_code"] for row in seeds["eval_scheme"] if row["region_code"] not in PLANS)
    for region in regions:
        lines += [f"### 对照：{_region(seeds, region)}的公开办法", "", *_schemes(seeds, region)]
    for table in OTHER:
        rows = seeds[table.seed]
        shown = _table(seeds, rows, table.columns) if rows else ["尚无行，待县里给定。", ""]
        lines += [f"### {table.title}", "", f"种子 `{table.seed}`。", "", *shown]
    return lines


def _questions(seeds: Seeds) -> list[str]:
    columns = ("question_id", "region_code", "question_zh", "default_zh", "parameter")
    return _table(seeds, seeds["policy_open_question"], columns)


def _clauses(seeds: Seeds) -> list[str]:
    rows = [
        {**row, "model_name": f"`{row['model_name']}`：{row['column_name']}" if row["model_name"] else row["reason_zh"]}
        for row in seeds["policy_clause"]
    ]
    counts = {state: sum(row["state"] == state for row in rows) for state in VALUES["state"]}
    told = "，".join(f"{VALUES['state'][state]} {count} 条" for state, count in counts.items())
    body = [
        [
            row["clause_id"],
            _region(seeds, row["region_code"]),
            row["text_zh"],
            row["reading_zh"],
            VALUES["state"][row["state"]],
            row["model_name"],
            row["clause"],
        ]
        for row in rows
    ]
    return [
        f"种子 `policy_clause`，共 {len(rows)} 条：{told}。",
        "",
        *_grid(["条款", "地区", "原文", "读法", "状态", "表与列，或不做的原因", "出处"], body),
    ]


def _table(seeds: Seeds, rows: Iterable[Row], columns: Sequence[str]) -> list[str]:
    kept = list(rows)
    used = [column for column in columns if any(row[column] for row in kept)]
    heads = [COLUMNS.get(column, column) for column in used]
    body = [[*(_value(seeds, column, row[column]) for column in used), _validity(row), _source(row)] for row in kept]
    return _grid([*heads, "有效期", "依据"], body)


def _value(seeds: Seeds, column: str, value: str) -> str:
    if column == "region_code" or (column in ("scope_code", "member_zh") and value.isdigit()):
        return _region(seeds, value)
    if column == "scope_code":
        phases = {row["phase_code"]: row["phase_zh"] for row in seeds["scope_phase"]}
        return "每个平台" if value == "*" else phases.get(value, value)
    if column == "department_code":
        return next(row["department_zh"] for row in seeds["ref_department"] if row["department_code"] == value)
    if column == "list_name_zh" and not value:
        return "未设"
    return VALUES.get(column, TRUTH).get(value, value)


def _region(seeds: Seeds, code: str) -> str:
    names = {row["division_code"]: row["division_zh"] for row in seeds["ref_division"]}
    return "各地" if code == "*" else names.get(code, code)


def _validity(row: Row) -> str:
    start, end = row.get("valid_from", ""), row.get("valid_to", "")
    return f"{start} 至 {end}" if end else f"{start} 起" if start else ""


def _source(row: Row) -> str:
    return f"{row.get('source_document', '')} {row.get('clause', '')}".strip()


def _grid(heads: Sequence[str], body: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table and an empty line; a bar inside a cell would end it."""
    rows = [heads, ["---"] * len(heads), *body]
    return [*("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows), ""]
