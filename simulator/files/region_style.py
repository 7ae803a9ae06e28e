"""Simulator: how each region writes its lists (headers, units, spellings, date and period formats)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from simulator.options import REGIONS
from simulator.tables import FOLDER

Place = Literal["plain", "header", "row"]
"""Where a unit is told: nowhere (the list's usual unit), in the header, in a row above the header."""
Units = dict[str, tuple[tuple[str, Place], tuple[str, Place], tuple[str, Place]]]
MONEY: Units = {
    "tax.tax_paid": (("元", "row"), ("万元", "header"), ("万元", "row")),
    "economy.output": (("万元", "plain"), ("元", "header"), ("万元", "row")),
    "registry.enterprise": (("万元", "plain"), ("万元", "header"), ("万元", "plain")),
    "land.supply_contract": (("万元", "plain"), ("万元", "header"), ("元", "header")),
    "land.contract_check": (("万元", "plain"), ("万元", "header"), ("万元", "row")),
    "land.reserve": (("万元", "header"), ("万元", "row"), ("元", "header")),
    "economy.output_month": (("万元", "row"), ("万元", "header"), ("元", "header")),
    "safety.accident": (("万元", "plain"), ("元", "header"), ("万元", "header")),
    "enforcement.penalty": (("万元", "header"), ("元", "header"), ("万元", "plain")),
    "governance.plan": (("万元", "plain"), ("万元", "header"), ("万元", "header")),
    "governance.policy_measure": (("万元", "header"), ("元", "header"), ("万元", "plain")),
    "investment.project": (("万元", "row"), ("万元", "header"), ("万元", "plain")),
    "fiscal.revenue": (("元", "row"), ("元", "plain"), ("万元", "header")),
    "fiscal.land_sale": (("万元", "plain"), ("元", "header"), ("万元", "header")),
}
"""List -> unit per region, in the order of REGIONS."""
AREAS: Units = {
    "land.parcel_register": (("㎡", "plain"), ("亩", "header"), ("平方米", "header")),
    "land.occupancy": (("㎡", "plain"), ("亩", "header"), ("平方米", "header")),
    "land.supply_contract": (("公顷", "plain"), ("亩", "header"), ("平方米", "header")),
    "land.release": (("亩", "plain"), ("亩", "header"), ("平方米", "header")),
    "land.reserve": (("亩", "plain"), ("亩", "header"), ("平方米", "header")),
    "economy.evaluation_result": (("亩", "header"), ("亩", "plain"), ("平方米", "header")),
    "economy.outdated_capacity": (("亩", "plain"), ("亩", "header"), ("亩", "header")),
    "governance.survey": (("亩", "plain"), ("亩", "header"), ("平方米", "header")),
    "governance.plan": (("亩", "header"), ("亩", "plain"), ("平方米", "header")),
    "platform.register": (("平方公里", "header"), ("亩", "header"), ("平方公里", "plain")),
    "fiscal.land_sale": (("㎡", "plain"), ("亩", "header"), ("平方米", "header")),
}
LAND_AREAS = ("land_area_sqm", "release_area_sqm", "planned_area_sqm", "approved_area_sqm", "built_area_sqm")
"""Areas of land, in the list's unit; all others are floors or shares of a ground, in ㎡."""
FLOORS: tuple[tuple[str, Place], ...] = (("㎡", "plain"), ("㎡", "header"), ("平方米", "header"))
"""Floor and illegal areas: never in 亩."""
USUAL = {"tax.tax_paid": "元", "fiscal.revenue": "元"}
"""Usual money unit where it is not 万元 (written without saying so in files with canonical headers)."""
USUAL_AREA = {
    "land.supply_contract": "公顷",
    "platform.register": "平方公里",
    **dict.fromkeys(
        (
            "land.release",
            "land.reserve",
            "economy.evaluation_result",
            "economy.outdated_capacity",
            "governance.survey",
            "governance.plan",
        ),
        "亩",
    ),
}
PARENTS = {
    ("land.occupancy", "start_date"): "租赁期限",
    ("land.occupancy", "end_date"): "租赁期限",
    ("land.supply_contract", "far_min"): "约定容积率",
    ("land.supply_contract", "far_max"): "约定容积率",
}
"""Columns below a merged header of two rows (in regions that write one)."""
TWO_ROW_REGIONS = ("330683", "330800")
SPELLINGS: dict[str, dict[str, tuple[str, str]]] = {
    "tax_type": {
        "增值税": ("国内增值税", "增值税"),
        "城市维护建设税": ("城建税", "城市维护建设税"),
        "城镇土地使用税": ("土地使用税", "城镇土地使用税"),
        "环境保护税": ("环保税", "环境保护税"),
        "地方教育附加": ("地方教育附加", "地方教育费附加"),
        "免抵调增增值税": ("免抵调库", "出口免抵增值税"),
        "个人所得税": ("代扣代缴个人所得税", "个人所得税"),
        "留抵退税": ("留抵退税", "增值税留抵退税"),
    },
    "tenure": {"自有": ("自用", "登记土地"), "承租": ("租入", "承租土地"), "出租": ("租出", "出租土地")},
    "ownership": {"国有": ("国有土地", "国有出让"), "集体": ("集体土地", "集体")},
    "land_status": {"在用": ("使用中", "正常使用"), "闲置": ("闲置", "空闲"), "建设期": ("在建", "建设中")},
    "plan_conformity": {"符合": ("是", "符合规划"), "不符合": ("否", "不符合规划")},
    "severity": {"一般": ("一般隐患", "一般"), "较大": ("较大隐患", "较大"), "重大": ("重大隐患", "重大")},
    "supervision_kind": {"挂牌督办": ("挂牌", "挂牌督办"), "立案": ("立案查处", "立案"), "无": ("未督办", "无")},
    "issue_status": {"列入": ("已列入", "新发现"), "整改中": ("正在整改", "整改中"), "已销号": ("销号", "已完成销号")},
    "acceptance_result": {"通过": ("合格", "验收通过")},
    "roster_change": {"在库": ("存续", "在库"), "新增": ("新入库", "小升规"), "退出": ("退库", "退规")},
    "credit_rating": {"A": ("A级", "A"), "B": ("B级", "B"), "M": ("M级", "M"), "C": ("C级", "C"), "D": ("D级", "D")},
    "permit_kind": {
        "重点管理": ("重点", "重点管理"),
        "简化管理": ("简化", "简化管理"),
        "登记管理": ("登记", "排污登记"),
    },
}
"""Column -> canonical value -> spelling in the second and third region; the first spells canonically."""
STATUS_SPELLINGS = {
    "registry.enterprise": {"存续": ("在业", "开业"), "注销": ("已注销", "注销")},
    "tax.registration": {"正常": ("开业", "存续"), "注销": ("已注销", "注销"), "非正常": ("非正常户", "非正常")},
}


@dataclass(frozen=True)
class Column:
    """One written column: canonical name, kind of cell, header and the header above it, unit."""

    name: str
    kind: str
    header: str
    parent: str | None
    unit: str
    unit_place: Place


@cache
def _headers() -> pl.DataFrame:
    return pl.read_csv(FOLDER / "headers.csv", infer_schema=False)


def columns(list_code: str, region: str, present: list[str], file_format: str) -> tuple[Column, ...]:
    """The written columns of a list in a region, in the order of the table."""
    table = _headers().filter(pl.col("list") == list_code, pl.col("column").is_in(present))
    return tuple(_column(list_code, region, row, file_format) for row in table.iter_rows(named=True))


def _column(list_code: str, region: str, row: dict[str, str], file_format: str) -> Column:
    name, kind = row["column"], row["kind"]
    unit, place = _unit(list_code, region, name, kind, file_format)
    if file_format == "parquet":
        return Column(name, kind, row["zh"], None, unit, place)
    two_rows = file_format == "xlsx" and region in TWO_ROW_REGIONS
    parent = PARENTS.get((list_code, name)) if two_rows else None
    suffix = f"（{unit}）" if place == "header" else ""
    return Column(name, kind, row[region] + suffix, parent, unit, place)


def _unit(list_code: str, region: str, name: str, kind: str, file_format: str) -> tuple[str, Place]:
    rank = REGIONS.index(region)
    if kind == "money":
        if file_format == "parquet":
            return USUAL.get(list_code, "万元"), "plain"
        unit, place = MONEY[list_code][rank]
        if place == "row" and file_format != "xlsx":
            return unit, "header"
        return unit, place
    if kind == "area":
        if file_format == "parquet":
            return USUAL_AREA.get(list_code, "㎡") if name in LAND_AREAS else "㎡", "plain"
        return AREAS[list_code][rank] if name in LAND_AREAS else FLOORS[rank]
    return "", "plain"


def spelled(list_code: str, region: str, column: str, file_format: str) -> pl.Expr:
    """The column with the region's spellings of its categories."""
    rank = 0 if file_format == "parquet" else REGIONS.index(region)
    table = _list_spellings().get((list_code, column)) or SPELLINGS.get(column, {})
    if column == "registration_status":
        table = STATUS_SPELLINGS[list_code]
    if rank == 0 or not table:
        return pl.col(column)
    return pl.col(column).replace({value: written[rank - 1] for value, written in table.items()})


@cache
def _list_spellings() -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    """(list, column) -> canonical value -> spelling in the second and third region, for categories of one list."""
    table: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in pl.read_csv(FOLDER / "spellings.csv", infer_schema=False).iter_rows(named=True):
        table.setdefault((row["list"], row["column"]), {})[row["value"]] = (row["330681"], row["330800"])
    return table


def period_zh(period: str, region: str) -> str:
    """A period as the region writes it in titles and file names: '2023' | '2023-06' | '2023-12-31'."""
    rank, parts = REGIONS.index(region), period.split("-")
    if len(parts) == 1:
        return (f"{parts[0]}年度", f"{parts[0]}年", f"{parts[0]}年度")[rank]
    if len(parts) == 2:
        return (f"{parts[0]}年{int(parts[1])}月", period, "".join(parts))[rank]
    day = f"截至{parts[0]}年{int(parts[1])}月{int(parts[2])}日"
    return (day, period, "".join(parts))[rank]
