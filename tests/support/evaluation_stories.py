"""Firms of published schemes and invented counties: the evaluation units the scoring tests look at."""

from __future__ import annotations

from decimal import Decimal

from tests.support.evaluation_units import Units

HUANGYAN, LONGYOU, WENLING = "331003", "330825", "331081"
WAN = 10000
# 30 亩: 20 万元/亩 of tax, 100 of value added, 3 万元/吨标煤, 6000 万元/吨, 20 万元/人, 3 % R&D, 0.25 万元/万千瓦时.
FIRM = dict(
    tax_cny=600 * WAN,
    value_added_cny=3000 * WAN,
    energy_tce=1000,
    emission_t="0.5",
    staff_avg_count=150,
    rd_cny=150 * WAN,
    revenue_cny=5000 * WAN,
    power_kwh=2400 * WAN,
)
ALWAYS = dict(valid_from="2000-01-01", source_document="READ", clause="测试")


def scheme(code: str, area: str, scorer: str, **more: object) -> dict[str, object]:
    """A scheme of an invented county with one indicator and no special rule."""
    group = "below_scale" if code.endswith("BELOW") else "above_scale"
    rule = dict(no_emission_rule="group_average", tenant_rule="own", roster_exit_rule="stays", min_land_mu=0)
    rule |= dict(roster_entry_rule="next_year", new_firm_rule="evaluated", quota_scope="group", score_decimals=4)
    rule |= dict(score_floor=0, adjustment_order="sum_times_factor_plus_bonus", data_year_from=2000)
    return dict(scheme_code=code, region_code=area, group_code=group, scorer=scorer) | rule | ALWAYS | more


def indicator(code: str, name: str, weight: int, **more: object) -> dict[str, object]:
    return (
        dict(scheme_code=code, indicator_code=name, indicator_zh=name, weight=weight, display_order=1) | ALWAYS | more
    )


def quotas(code: str) -> list[dict[str, object]]:
    shares = zip("ABCD", (20, 60, 95, 100), strict=True)
    return [
        dict(scheme_code=code, grade=grade, display_order=order, cumulative_share_pct=share) | ALWAYS
        for order, (grade, share) in enumerate(shares, start=1)
    ]


TAX, VALUE = "tax_wan_cny_per_mu", "value_added_wan_cny_per_mu"
EXTRA = {
    "scheme": [
        scheme("LS", "丽水", "prior_mean", base_factor=1),
        scheme("HA", "淮安", "prior_mean", base_factor=2),
        scheme("JD", "旌德", "min_max", minmax_floor_pct=20),
        scheme("CAP", "封顶", "ratio_to_base"),
        scheme("TIE", "同分", "ratio_to_base"),
        scheme("OWN", "房东", "ratio_to_base"),
        scheme("OWN_BELOW", "房东", "ratio_to_base", tenant_rule="owner_grade_outside_micro_park", min_land_mu=3),
        scheme("VER", "改权重", "ratio_to_base"),
        scheme("SUM", "先加后乘", "ratio_to_base", adjustment_order="sum_plus_bonus_times_factor"),
    ],
    "indicator": [
        indicator("LS", TAX, 50),
        indicator("LS", VALUE, 50),
        indicator("HA", TAX, 45),
        indicator("JD", TAX, 40),
        indicator("VER", TAX, 40, base_value=10, valid_to="2022-12-31"),
        indicator("VER", TAX, 60, base_value=10, valid_from="2023-01-01"),
        indicator("CAP", TAX, 30, base_value=10, cap_share="1.5", floor_share=0),
        *(indicator(code, TAX, 100, base_value=100, floor_share=0) for code in ("TIE", "OWN", "OWN_BELOW", "SUM")),
    ],
    "quota": [row for code in ("TIE", "OWN", "OWN_BELOW") for row in quotas(code)],
    "veto": [
        dict(
            region_code="同分",
            veto_code="down",
            veto_zh="降一档",
            condition_code="failed_acceptance",
            effect="down_one",
            **ALWAYS,
        ),
    ],
}


def per_mu(value: str | int) -> str:
    """Tax of a unit of 30 亩 that gives so many 万元/亩."""
    return str(Decimal(value) * 30 * WAN)


def tell_published(units: Units) -> None:
    """黄岩, 丽水, 淮安, 旌德: formulas with published numbers."""
    for year, code in ((2021, "HY22"), (2020, "HY21")):
        units.add(f"{code}", f"{code}_ABOVE", HUANGYAN, year, **FIRM)
        units.add(f"{code}零排放", f"{code}_ABOVE", HUANGYAN, year, **FIRM | dict(emission_t=0))
        units.add(f"{code}规下", f"{code}_BELOW", HUANGYAN, year, **FIRM)
    for name, area, year, share in (("甲", "丽水", 2018, 1), ("乙", "丽水", 2018, 3), ("甲", "淮安", 2018, 1)):
        # 30,341 亩 with 573,564 and 2,236,605 万元, a quarter of it in one firm and the rest in the other.
        code = "LS" if area == "丽水" else "HA"
        land = Decimal(30341 * 2000 * share) / 3 / 4
        money = dict(tax_cny=573564 * WAN * share / 4, value_added_cny=2236605 * WAN * share / 4)
        units.add(f"{area}{name}{year}", code, area, year, land_sqm=str(land.quantize(Decimal("0.0001"))), **money)
    units.add("丽水缺数", "LS", "丽水", 2018, tax_cny=None, value_added_cny=None)
    for code, area in (("LS", "丽水"), ("HA", "淮安")):
        units.add(f"{area}2019", code, area, 2019, tax_cny=per_mu(10), value_added_cny=per_mu(50))
    for value in (2, 4, 10):
        units.add(f"旌德{value}", "JD", "旌德", 2022, tax_cny=per_mu(value))


def tell_rules(units: Units) -> None:
    """Caps, floors, gaps; equal scores; vetoes; owners and tenants."""
    for name, amount in (("负", "-5"), ("零", "0"), ("大", "99"), ("缺", None)):
        units.add(f"封顶{name}", "CAP", "封顶", 2022, tax_cny=None if amount is None else per_mu(amount))
    units.add("封顶无地", "CAP", "封顶", 2022, tax_cny=0, land_sqm=None)
    units.add("封顶排除", "CAP", "封顶", 2022, tax_cny=0, exclusion_reason="construction")
    for name, value in zip("abcdefghij", (90, 80, 80, 70, 60, 60, 60, 50, 40, 10), strict=True):
        units.add(f"同分{name}", "TIE", "同分", 2022, tax_cny=per_mu(value))
    for name, condition in (("a", "has_serious_accident"), ("b", "has_outdated_capacity"), ("d", "failed_acceptance")):
        units.strike(f"同分{name}", "同分", 2022, condition)
    units.grant("同分a", final_grade="A", adjustment_reason="保留")
    units.strike("封顶缺", "封顶", 2022, "has_outdated_capacity")
    for name, value in (("甲", 90), ("乙", 20)):
        units.add(f"房东{name}", "OWN", "房东", 2022, tax_cny=per_mu(value))
    for name, owner, in_park in (("丙", "甲", False), ("丁", "乙", True)):
        units.add(f"房东{name}", "OWN_BELOW", "房东", 2022, tax_cny=per_mu(1), exclusion_reason=None)
        units.rent(f"房东{name}", f"房东{owner}", in_park=in_park)
    units.grant("房东甲", final_grade="B", adjustment_reason="手动")
    for year in (2021, 2022):
        units.add(f"改权重{year}", "VER", "改权重", year, tax_cny=per_mu(10))
    units.add("先加后乘", "SUM", "先加后乘", 2022, tax_cny=per_mu(50))
    units.grant("先加后乘", granted_pct="10", granted_score="3")


def tell_counties(units: Units) -> None:
    """龙游 and 温岭: the firm of 2021 is the whole group of that year, so each indicator of 2022 scores its weight."""
    for area, code in ((LONGYOU, "LY52"), (WENLING, "WL22")):
        for group in ("ABOVE", "BELOW"):
            units.add(f"{code}{group}2021", f"{code}_{group}", area, 2021, **FIRM)
    units.add("龙游", "LY52_ABOVE", LONGYOU, 2022, **FIRM)
    units.grant("龙游", granted_pct="10", granted_score="3")
    for group in ("ABOVE", "BELOW"):
        for tenants in (0, 1, 3):
            name = f"温岭{group}{tenants}"
            units.add(name, f"WL22_{group}", WENLING, 2022, industry_code="3441", **FIRM)
            units.let(name, tenants)
    units.add("温岭纺织", "WL22_ABOVE", WENLING, 2022, industry_code="1751", **FIRM | dict(tax_cny=0))
    units.add("温岭其他", "WL22_ABOVE", WENLING, 2022, industry_code="3670", **FIRM)
    units.add("温岭不明", "WL22_ABOVE", WENLING, 2022, **FIRM)


def tell(units: Units) -> None:
    """All stories."""
    for story in (tell_published, tell_rules, tell_counties):
        story(units)
