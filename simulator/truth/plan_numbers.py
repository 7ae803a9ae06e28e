"""Simulator: the numbers of the plans, written down from their text a second time, each with its clause.

Clauses are those of docs/clauses.md. Nothing here is read from the warehouse's seeds, so that a slip in either shows as
a difference.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from simulator.tables import FOLDER

SHENGZHOU, ZHUJI = "330683", "330681"
Tier = tuple[str, int, int | None]
"""Code, threshold in 万元/亩 up to which it reaches (inclusive, 民法典 1259), threshold below (exclusive)."""
BORDERLINE_PARTS = 200
"""临界: nearer to a threshold than one of so many parts of 1 万元/亩: 0.005
(docs/readings.md, Land, floor, occupancy)."""
PER_MU = 80
"""万元/亩 = fen x this / 1e-4 ㎡ summed over twelve months (1 亩 = 2000/3 ㎡)."""
MANY_PETITIONS = 3
"""信访多发 within 12 months; neither plan nor readings say how many: the county's default (question Q11)."""
CATALOGUE_DIVISIONS = range(6, 47)
"""Divisions of GB/T 4754 whose firms need a permit or 登记 (排污许可名录 2019)."""
LARGER_BY_SUPERVISION = "挂牌督办"
"""较大: 重大, or this, or the firm ordered to stop, or a demolition decided (docs/readings.md, 四无)."""
POOR_BUILDING, AGED_BUILDING = ("D",), ("C", "D")
"""整幢危险 is 整体建筑质量差; 局部危险 and worse is 老化."""
ACCIDENT_GRADES = (("特别重大", 30, 100, 10_000), ("重大", 10, 50, 5_000), ("较大", 3, 10, 1_000))
"""H3, 国务院令 493 号第三条: deaths, serious injuries, loss in 万元 from which on; 以上 includes the number."""
IDLE_YEARS, TAKE_BACK_YEARS, IDLE_FEE = 1, 2, Fraction(1, 5)
IDLE_INVESTMENT = Fraction(1, 4)
"""B2, 国土资源部令 53 号."""
AFTER_PRODUCTION = ("达产复核", "运营复核")
"""docs/readings.md, Indicators: the promised tax is judged only after 达产."""
AT_LEAST = ("investment_wan_cny_per_mu", "far", "tax_wan_cny_per_mu")
PROMISES_ZH = {
    "investment_wan_cny_per_mu": "投资强度",
    "far": "容积率",
    "tax_wan_cny_per_mu": "亩均税收",
    "energy_tce_per_wan_cny": "单位能耗",
    "emission_t_per_wan_cny": "单位排污",
}
"""K1: the five promises."""
ABOVE, BELOW = "above_scale", "below_scale"
WEIGHTS = {
    ABOVE: {
        "tax_wan_cny_per_mu": 30,
        "value_added_wan_cny_per_mu": 20,
        "value_added_wan_cny_per_tce": 20,
        "value_added_wan_cny_per_emission_t": 10,
        "labour_productivity_wan_cny": 10,
        "rd_share": 10,
    },
    BELOW: {"tax_wan_cny_per_mu": 50, "tax_wan_cny_per_10mwh": 50},
}
"""A1, A3: the six indicators of 规上 (30/20/20/10/10/10), the two of 规下 (50/50), as defaults."""
SCHEMES = {"330683": "DEFAULT", "330681": "DEFAULT", "330825": "LY52"}
"""Evaluating county -> its scheme; the other counties of 衢州 have none here."""
SCORE_CAP = Fraction(3, 2)
"""A6: at most 1.5 times the weight, at least 0."""
QUOTAS = (("A", 20), ("B", 60), ("C", 95), ("D", 100))
"""A7: cumulative percent of the ranked."""
MIN_LAND_E4 = 20_000_000
"""A2: 规下 from 3 亩 = 2,000 ㎡ on, in 1e-4 ㎡."""
VETO_GRADES = {
    "outdated_capacity": ("set", "D"),
    "serious_accident": ("not_above", "C"),
    "standards_failed": ("set", "D"),
    "tax_credit_d": ("not_above", "C"),
}
"""A8: D by breach whatever the score, or nothing better than C."""


@dataclass(frozen=True)
class Plan:
    """What one plan sets."""

    tiers: tuple[Tier, ...]
    last_grade: str | None
    lists: tuple[str, ...]
    sets_four_without: bool
    standards: tuple[str, ...]
    low: int
    lower: tuple[int, int]
    """较低: above the first up to the second 万元/亩 (docs/readings.md, Remedies)."""
    keeps_use: bool
    """Whether 拆除重建 and 整治提升 ask for 仍保留工业用地性质 (二(三)1, 2); 诸暨 does not, and its 整治提升 is for
    any problem."""


PLANS = {
    SHENGZHOU: Plan(
        tiers=(("key_inspection", 5, None), ("key_check", 10, 5), ("key_guidance", 15, 10)),  # T9-T11, 二(一)1
        last_grade="D",  # T12, 二(一)1: 末档
        # L1-L8, 三.1: seven departments' lists and the merged one
        lists=("land_governance", "low_efficiency", "environment", "safety", "illegal_construction", "fire"),
        sets_four_without=True,  # C4, 一(三)1
        standards=("environment", "fire", "safety", "construction"),  # C7, 二(三)2, 4
        low=5,
        lower=(5, 15),
        keeps_use=True,
    ),
    ZHUJI: Plan(
        tiers=(("low_efficiency", 5, None),),  # T13, 三(一)1
        last_grade=None,
        lists=("low_efficiency", "environment", "safety", "fire"),  # L1, L3-L5, L7, 四(一): no 违法建设治理清单
        sets_four_without=False,
        standards=("environment", "fire", "safety"),  # C7, 三(三)4
        low=5,
        lower=(0, 5),
        keeps_use=False,
    ),
}
"""衢州's plan is about merging platforms and classifies nobody."""


@dataclass(frozen=True)
class Phase:
    """A phase and what it holds; without kinds, platforms and towns it is the whole region."""

    code: str
    kinds: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


PHASES = {
    "330683": (
        Phase("pilot", platforms=("城北化工园区",)),
        Phase("one_plus_n", kinds=("开发区", "高新区", "小微企业园")),
        Phase("whole"),
    ),
    "330681": (Phase("pilot", towns=("陶朱街道",)), Phase("zone", kinds=("开发区",)), Phase("whole")),
}
"""S1-S5. 1 = 嵊州经济开发区（嵊州高新技术产业园区）, N = 小微企业园."""


@dataclass(frozen=True)
class Target:
    """A target of one region. ``at_least`` false: at most; ``value`` None: the plan gives no number.

    ``base``: '' or how the year it grows from is given; ``phase``: its reading beside the headline; ``scope``:
    '' or the kind of scopes that it holds for one by one.
    """

    target_id: str
    region: str
    indicator: str
    value: float | None
    at_least: bool
    domain: str
    base: str
    phase: str
    scope: str
    is_headline: bool
    is_yearly: bool


@cache
def _every_target() -> tuple[Target, ...]:
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_target(row) for row in csv.DictReader(file))


def _target(row: dict[str, str]) -> Target:
    number = row["value"]
    return Target(
        value=float(number) if number else None,
        at_least=row["sense"] == "at_least",
        is_headline=row["is_headline"] == "yes",
        is_yearly=row["is_yearly"] == "yes",
        **{name: row[name] for name in ("target_id", "region", "indicator", "domain", "base", "phase", "scope")},
    )


def targets(region: str) -> list[Target]:
    """The region's targets T1-T32 with a figure of ours; in 诸暨 the zero list has no 违建 (D5)."""
    return [target for target in _every_target() if target.region == region]
