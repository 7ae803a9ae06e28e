"""Simulator: one file to be sent, what the lists are called, and when things arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import polars as pl

from simulator.options import REGIONS, month_end
from simulator.world.region import World

LIST_ZH = {
    "land.parcel_register": "工业用地底数清单",
    "land.occupancy": "用地情况与租赁清单",
    "land.supply_contract": "供地合同与承诺清单",
    "tax.tax_paid": "税收入库明细",
    "tax.registration": "税务登记清单",
    "tax.credit_rating": "纳税信用等级名单",
    "economy.output": "工业企业主要经济指标",
    "economy.above_scale_roster": "规上工业企业名录",
    "registry.enterprise": "市场主体登记清单",
    "environment.issue": "环保治理清单",
    "environment.permit": "排污许可证清单",
    "environment.key_unit": "重点排污单位名录",
    "safety.issue": "安全生产治理清单",
    "fire.issue": "消防安全治理清单",
    "illegal_construction.issue": "违法建设治理清单",
    "land.property_unit": "不动产单元清单",
    "land.contract_check": "达产复核清单",
    "land.release": "盘活土地清单",
    "land.reserve": "收储腾退台账",
    "economy.output_month": "规上工业企业月报",
    "economy.evaluation_result": "亩均效益综合评价结果",
    "economy.outdated_capacity": "落后产能清单",
    "environment.emission": "主要污染物排放量清单",
    "safety.accident": "生产安全事故清单",
    "enforcement.penalty": "行政处罚清单",
    "enforcement.inspection": "执法检查清单",
    "utility.power": "企业用电清单",
    "governance.survey": "工业地块摸排表",
    "governance.plan": "一地一企一策方案台账",
    "governance.building": "工业建筑清单",
    "governance.petition": "信访事项清单",
    "governance.policy_measure": "差别化措施台账",
    "platform.register": "平台与园区清单",
    "platform.status": "平台运行情况表",
    "investment.project": "工业投资项目台账",
    "fiscal.revenue": "财政收入分户明细",
    "fiscal.land_sale": "土地出让收入清单",
    "city.macro": "主要经济指标月报",
}
"""In this order for ever: a list's place decides where its files state their period."""
FAULTED = tuple(LIST_ZH)[:15]
"""Lists whose last deliveries may carry faults in their rows."""
Role = Literal["final", "superseded", "supplement", "nil", "plain"]
"""final: its rows count and may carry faults; plain: its rows count or are restated later, never faulted."""


@dataclass(frozen=True)
class Delivery:
    """One file to be sent. ``period`` is '2023', '2023-06' or '2023-06-30'."""

    list_code: str
    period: str
    frame: pl.DataFrame
    received: datetime
    role: Role = "final"
    part: str = "whole"
    label: str = ""
    sent_twice: bool = False
    said: str = ""
    """The period as title or file name state it, where not in the region's usual way."""
    sheet_by: str = ""
    """Column whose values get a sheet each in a workbook (its name is the part)."""

    @property
    def kind(self) -> str:
        """'full' or 'supplement'."""
        return "supplement" if self.role == "supplement" else "full"


def after(world: World, month: int, days: int) -> datetime:
    """An instant (UTC) some days after a month end; each region has its own hour."""
    end = month_end(month)
    return datetime(end.year, end.month, end.day, 1 + REGIONS.index(world.region)) + timedelta(days=days)
