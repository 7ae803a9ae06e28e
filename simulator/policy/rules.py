"""Simulator: the plans' numbers as read for the truth, each with its clause (domain.md, readings.md).

They are written here once more on purpose and not taken from the warehouse's seeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


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

ACCIDENT_GRADES = (("特别重大", 30, 100, 10_000), ("重大", 10, 50, 5_000), ("较大", 3, 10, 1_000))
"""H3, 国务院令 493 号第三条: deaths, serious injuries, loss in 万元 from which on; 以上 includes the number."""

IDLE_YEARS, TAKE_BACK_YEARS, IDLE_FEE = 1, 2, Fraction(1, 5)
IDLE_INVESTMENT = Fraction(1, 4)
"""B2, 国土资源部令 53 号."""

AFTER_PRODUCTION = ("达产复核", "运营复核")
"""readings.md 7: the promised tax is judged only after 达产."""
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
MU_E4 = Fraction(20_000_000, 3)
VETO_GRADES = {
    "outdated_capacity": ("set", "D"),
    "serious_accident": ("not_above", "C"),
    "standards_failed": ("set", "D"),
    "tax_credit_d": ("not_above", "C"),
}
"""A8: D by breach whatever the score, or nothing better than C."""
