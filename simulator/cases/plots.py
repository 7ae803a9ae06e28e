"""Simulator: the plots and leases that every region holds beside the drawn ones, one for each hard case of land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CHANGE = -1
"""In place of a percentage of the window: the day on which the plot was split, merged or given its code."""
ACTORS = 34
"""Enterprises one set of plots needs; plots and leases name them by number."""


@dataclass(frozen=True)
class Plot:
    """A plot by case. ``holder``, ``sold_by``: actors; ``sold_at``: percent of the window gone by (or CHANGE)."""

    stage: str
    holder: int | None
    sold_by: int | None = None
    sold_at: int = 50
    change: Literal["", "分割", "合并", "重新编码", "补码"] = ""
    ownership: Literal["国有", "集体"] = "国有"
    has_code: bool = True
    land_status: str = "在用"
    states_own: bool = True
    in_platform: bool = False
    is_far: bool = False
    """Lies in another county than its holder; only where a region has several."""


@dataclass(frozen=True)
class Let:
    """A lease of ``part`` (numerator, denominator) of a plot's land or floor. Days as in ``Plot``; None: open."""

    stage: str
    lessor: int
    lessee: int
    part: tuple[int, int]
    by: Literal["land", "floor"] = "land"
    begins: int | None = None
    ends: int | None = None
    reported_by: Literal["both", "lessee", "lessor"] = "both"
    is_sublet: bool = False
    on_former: bool = False
    """Told under the code that the plot (of merged ones: its first part) had before it changed."""


THIRD = (1, 3)
PLOTS = (
    Plot("let_by_floor", 0),
    Plot("owner_on_rent", 5, in_platform=True),
    Plot("chain_of_two", 7),
    Plot("chain_of_three", 10),
    Plot("told_by_lessee", 14),
    Plot("told_by_lessor", 16, states_own=False),
    Plot("split_kept", 18, change="分割"),
    Plot("split_sold", 19, sold_by=18, sold_at=CHANGE, change="分割"),
    Plot("merged", 21, change="合并"),
    Plot("recoded", 23, change="重新编码"),
    Plot("coded_late", 24, change="补码", ownership="集体"),
    Plot("codeless", 26, ownership="集体", has_code=False),
    Plot("building_beside", 7, land_status="建设期"),
    Plot("building_only", 28, land_status="建设期"),
    Plot("nobodys", None),
    Plot("sold", 32, sold_by=33),
    Plot("far", 10, is_far=True),
    Plot("across_towns", 30),
)
"""``split_kept`` and ``split_sold`` are the halves of one parcel; ``nobodys`` is used by actor 29 without a right."""
OCCUPANT, OCCUPIED, OCCUPIED_UNTIL = 29, (3, 5), 80
LEASES = (
    Let("let_by_floor", 0, 1, THIRD, "floor"),
    Let("let_by_floor", 0, 2, THIRD, "floor", ends=45),
    Let("let_by_floor", 0, 3, THIRD, "floor", begins=30),
    Let("let_by_floor", 0, 4, THIRD, "floor", begins=60),
    Let("owner_on_rent", 5, 6, (1, 1), begins=35),
    Let("chain_of_two", 7, 8, (3, 5)),
    Let("chain_of_two", 8, 9, (3, 10), begins=40, is_sublet=True),
    Let("chain_of_three", 10, 11, (4, 5)),
    Let("chain_of_three", 11, 12, (1, 2), is_sublet=True),
    Let("chain_of_three", 12, 13, (1, 5), "floor", ends=70, is_sublet=True),
    Let("told_by_lessee", 14, 15, (2, 5), reported_by="lessee"),
    Let("told_by_lessor", 16, 17, (1, 2), "floor", begins=25, reported_by="lessor"),
    Let("split_sold", 18, 20, (1, 2), ends=CHANGE, on_former=True),
    Let("split_sold", 19, 20, (1, 2), begins=CHANGE),
    Let("merged", 21, 22, (1, 4), on_former=True),
    Let("coded_late", 24, 25, (2, 5)),
    Let("codeless", 26, 27, (1, 2), begins=20),
    Let("across_towns", 30, 31, (1, 3)),
)
