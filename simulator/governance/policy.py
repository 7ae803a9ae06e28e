"""Simulator: the numbers of the two plans, written down from their text a second time (clauses of domain.md beside).

Nothing here is read from the warehouse's seeds, so that a slip in either shows as a difference.
"""

from __future__ import annotations

from dataclasses import dataclass

SHENGZHOU, ZHUJI = "330683", "330681"
Tier = tuple[str, int, int | None]
"""Code, bound in 万元/亩 up to which (inclusive, 民法典 1259) it reaches, bound below (exclusive)."""


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
    """较低: above the first up to the second 万元/亩 (readings.md 6)."""
    keeps_use: bool
    """Whether 拆除重建 and 整治提升 ask for 仍保留工业用地性质 (二(三)1, 2); 诸暨 does not, and mends any problem."""


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
BORDERLINE_PARTS = 200
"""临界: nearer to a bound than one of so many parts of 1 万元/亩, 0.005 (readings.md 1)."""
PER_MU = 80
"""万元/亩 = fen x this / 1e-4 ㎡ summed over twelve months (1 亩 = 2000/3 ㎡)."""
MANY_PETITIONS = 3
"""信访多发 within 12 months; neither plan nor readings say how many: the county's default (question Q11)."""
CATALOGUE_DIVISIONS = range(6, 47)
"""Divisions of GB/T 4754 whose firms need a permit or 登记 (排污许可名录 2019)."""
LARGER_BY_SUPERVISION = "挂牌督办"
"""较大: 重大, or this, or the firm told to stop, or a demolition decided (readings.md 4)."""
POOR_BUILDING, AGED_BUILDING = ("D",), ("C", "D")
"""整幢危险 is 整体建筑质量差; 局部危险 and worse is 老化."""
