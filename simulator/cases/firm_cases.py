"""Simulator: the staged firms by case. Each differs in one thing from a firm that is in order."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from simulator.world.enterprises import ELSEWHERE, NO_TAX, ZERO

MU = 6
"""亩 of a staged firm's plot: exactly 4 000 ㎡."""
ONE_WAN = MU * 1_000_000
"""fen that make 1 万元/亩 of it."""
HEALTHY = 20 * ONE_WAN
SOUND = MappingProxyType(
    {
        "has_business_licence": True,
        "has_safety_guarantee": True,
        "has_legal_premises": True,
        "has_environment_measures": True,
        "is_land_use_low": False,
        "is_building_aged": False,
        "is_management_lax": False,
    }
)
"""Answers of the survey about a firm in order."""


@dataclass(frozen=True)
class Problem:
    """A problem found when ``found`` percent of the window were gone by; closed at ``closed`` percent, or open."""

    domain: Literal["environment", "safety", "fire", "illegal_construction"]
    severity: str = "一般"
    supervision: str = "无"
    found: int = 30
    closed: int | None = None
    deadline: int | None = 95


@dataclass(frozen=True)
class Plan:
    """A plan of record made at ``made`` percent of the window. ``failed``: standards that were not passed."""

    path: str
    made: int = 40
    previous: str | None = None
    changed: int | None = None
    failed: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    accepted: int | None = None
    closed: int | None = None
    deadline: int = 140
    milestone: int | None = 130
    status: str = "实施中"


@dataclass(frozen=True)
class Case:
    """One staged firm; what is not said is as at a firm in order: 20 万元/亩 on 6 亩 of its own."""

    stage: str
    tax: int = HEALTHY
    tax_class: int = ZERO
    has_plot: bool = True
    rents_from: str | None = None
    lease_ends: int | None = None
    ownership: Literal["国有", "集体"] = "国有"
    has_code: bool = True
    conformity: str | None = "符合"
    use: str = "工业用地"
    land_status: str = "在用"
    registry: str | None = "存续"
    code_head: str = "91"
    is_from_outside: bool = False
    industry: tuple[str, str] = ("3484", "机械零部件加工")
    permit: Literal["valid", "expired"] | None = "valid"
    answers: tuple[tuple[str, bool | None], ...] = ()
    is_surveyed: bool = True
    in_silent_town: bool = False
    problems: tuple[Problem, ...] = ()
    stop: Literal["live", "lifted"] | None = None
    petitions: tuple[int, ...] = ()
    outdated: Literal["open", "closed"] | None = None
    building: str | None = "A"
    plan: Plan | None = None


def answers(**said: bool | None) -> tuple[tuple[str, bool | None], ...]:
    """Answers that differ from ``SOUND``."""
    return tuple(said.items())


BANDS = (
    *(
        Case(f"at_{wan}_{name}", tax=wan * ONE_WAN + more)
        for wan in (5, 10, 15)
        for name, more in (("less_a_fen", -1), ("exact", 0), ("and_a_fen", 1))
    ),
    Case("below_borderline", tax=5 * ONE_WAN - ONE_WAN // 200),
    Case("above_borderline", tax=5 * ONE_WAN + ONE_WAN // 200),
    Case("zero_tax", tax=0),
    Case("net_refund", tax=-700_000),
    Case("unknown_tax", tax=0, tax_class=NO_TAX),
    Case("not_local", tax=0, tax_class=ELSEWHERE),
    Case("no_land", has_plot=False),
)
"""At 5, 10 and 15 万元/亩, a fen beside, 0.005 万元/亩 beside (no more 临界), and what has no band."""
FOUR_WITHOUT = (
    Case("in_order"),
    Case("licence_cancelled", registry="注销"),
    Case("licence_absent", registry=None),
    Case("licence_elsewhere", registry=None, is_from_outside=True),
    Case("sole_trader", code_head="92"),
    Case("permit_expired", permit="expired"),
    Case("permit_absent", permit=None),
    Case("exempt_industry", permit=None, industry=("5920", "通用仓储")),
    Case("safety_answer_no", answers=answers(has_safety_guarantee=False)),
    Case("safety_problem_major", problems=(Problem("safety", "重大"),)),
    Case("safety_problem_closed", problems=(Problem("safety", "重大", closed=60),)),
    Case("tenant_of_legal", has_plot=False, rents_from="in_order"),
    Case("tenant_of_codeless", has_plot=False, rents_from="codeless_holder"),
    Case("tenant_expired", has_plot=False, rents_from="sole_trader", lease_ends=60),
    Case("codeless_holder", ownership="集体", has_code=False),
)
"""Each 无 alone, and who seems to lack it and does not."""
LOW_SCATTERED = (
    *(
        Case(f"{domain}_{name}", problems=(problem,))
        for domain, larger in (
            ("environment", Problem("environment", supervision="督察交办")),
            ("fire", Problem("fire", "重大")),
            ("illegal", Problem("illegal_construction", supervision="立案")),
        )
        for name, problem in (
            ("larger", larger),
            ("ordinary", Problem(larger.domain)),
        )
    ),
    Case("safety_listed", problems=(Problem("safety", supervision="挂牌督办"),)),
    Case("safety_ordinary", problems=(Problem("safety"),)),
    Case("safety_called_larger", problems=(Problem("safety", "较大"),)),
    Case("safety_stopped", problems=(Problem("safety"),), stop="live"),
    Case("fire_stop_lifted", problems=(Problem("fire"),), stop="lifted"),
    Case("illegal_demolished", problems=(Problem("illegal_construction", found=31),)),
    Case("environment_closed", problems=(Problem("environment", supervision="立案", closed=80),)),
    Case("other_criterion", answers=answers(is_low_scattered=True)),
    Case("two_criteria", problems=(Problem("environment", supervision="立案"), Problem("fire", "重大", deadline=60))),
)
"""Each criterion by a larger problem, and with no more than an ordinary one."""
COLLECTIVE = (
    Case("collective_plain", answers=answers(has_land_procedure=True), ownership="集体"),
    Case("collective_no_procedure", answers=answers(has_land_procedure=False), ownership="集体"),
    Case("collective_low_use", answers=answers(has_land_procedure=True, is_land_use_low=True), ownership="集体"),
    Case("collective_old", answers=answers(has_land_procedure=True, is_building_aged=True), ownership="集体"),
    Case("collective_lax", answers=answers(has_land_procedure=True, is_management_lax=True), ownership="集体"),
    Case(
        "collective_hazard",
        answers=answers(has_land_procedure=True),
        ownership="集体",
        problems=(Problem("safety", "重大"),),
    ),
    Case("collective_two_petitions", answers=answers(has_land_procedure=True), ownership="集体", petitions=(20, 70)),
    Case(
        "collective_three_petitions", answers=answers(has_land_procedure=True), ownership="集体", petitions=(20, 50, 70)
    ),
    Case(
        "collective_not_said",
        ownership="集体",
        building=None,
        answers=answers(is_land_use_low=None, is_building_aged=None, is_management_lax=None),
    ),
)
"""Collective plots with each criterion, with none, and where nobody said."""
LOW, LOWER = 3 * ONE_WAN, 8 * ONE_WAN
HOMES = "居住用地"
REMEDIES = (
    Case("rebuild_alone", tax=LOW, building="D"),
    Case("upgrade_alone", tax=LOWER, building="C", problems=(Problem("fire"),)),
    Case("convert_alone", tax=LOW, conformity="不符合", use=HOMES),
    Case("close_outdated", outdated="open", problems=(Problem("fire", deadline=None),)),
    Case("outdated_closed", outdated="closed", problems=(Problem("fire"),)),
    Case(
        "close_failed",
        tax=LOWER,
        building="C",
        plan=Plan("整治提升", failed=("environment",), passed=("safety",), status="验收不通过", accepted=None),
    ),
    Case(
        "construction_failed",
        plan=Plan("整治提升", failed=("construction",), passed=("fire",), status="实施中"),
        problems=(Problem("fire"),),
    ),
    Case("none_fits_use", tax=LOW, use=HOMES),
    Case("none_fits_plan", tax=LOW, conformity="不符合"),
    Case("several_fit", tax=LOW, conformity="不符合", use=HOMES, outdated="open"),
    Case("unknown_conformity", tax=LOW, conformity=None, building="D"),
    Case("unknown_building", tax=LOW, building=None, answers=answers(is_building_aged=None, is_management_lax=None)),
    Case("plan_agrees", tax=LOW, building="D", plan=Plan("拆除重建")),
    Case("plan_differs", tax=LOW, building="D", plan=Plan("整治提升")),
    Case(
        "plan_changed",
        tax=LOWER,
        building="C",
        plan=Plan("关停退出", previous="整治提升", changed=70, failed=("fire",), passed=("safety",)),
    ),
    Case("plan_milestone_overdue", tax=LOW, building="D", plan=Plan("拆除重建", milestone=80)),
    Case("plan_overdue", tax=LOW, building="D", plan=Plan("拆除重建", deadline=80, milestone=None)),
    Case(
        "plan_passed",
        tax=LOW,
        building="D",
        plan=Plan("整治提升", passed=("environment", "safety", "fire", "construction"), accepted=80, status="验收通过"),
    ),
    Case(
        "plan_closed",
        tax=LOW,
        building="D",
        plan=Plan(
            "整治提升",
            passed=("environment", "safety", "fire", "construction"),
            accepted=70,
            closed=80,
            status="已销号",
        ),
    ),
    Case("plan_without_list", plan=Plan("整治提升")),
)
"""Every path alone, none, several, with an input nobody knows; plans of record in every state."""
OMISSIONS = (
    Case("omitted", is_surveyed=False),
    Case("omitted_without_land", has_plot=False, is_surveyed=False),
    Case("omitted_silent_town", has_plot=False, is_surveyed=False, in_silent_town=True),
)
"""Seen by tax and permit, absent from their town's survey; the last one's town has sent none."""
NEGLECTED = (Case("fire_overdue_unplanned", tax=LOW, problems=(Problem("fire", "重大", deadline=60),)),)
"""In the first town (剡湖街道 of 嵊州): low, with a 重大 problem past its deadline, and no plan."""
CASES: tuple[Case, ...] = (*BANDS, *FOUR_WITHOUT, *LOW_SCATTERED, *COLLECTIVE, *REMEDIES, *OMISSIONS, *NEGLECTED)
