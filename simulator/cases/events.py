"""Simulator: accidents at the thresholds of their grades (H3), penalties with a life after the decision (P6, E6)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simulator import tables
from simulator.cases.issues import actors
from simulator.cases.vetoes import ACCIDENT, struck
from simulator.world.region import World

FEN_PER_WAN = 1_000_000
FIRST_ACTOR = {"accident": 30, "penalty": 55}


@dataclass(frozen=True)
class Accident:
    """Deaths, serious injuries, loss in fen, and the grade the safety department writes."""

    deaths: int
    injured: int
    loss_fen: int
    grade: str | None
    is_road: bool = False
    is_production: bool = True


ACCIDENTS = (
    Accident(2, 9, 1000 * FEN_PER_WAN - 1, "一般"),
    Accident(3, 0, 0, "较大"),
    Accident(9, 0, 0, "较大"),
    Accident(10, 0, 0, "重大"),
    Accident(29, 0, 0, "重大"),
    Accident(30, 0, 0, "特别重大"),
    Accident(0, 10, 0, "较大"),
    Accident(0, 49, 0, "较大"),
    Accident(0, 50, 0, "重大"),
    Accident(1, 99, 0, "重大"),
    Accident(0, 100, 0, "特别重大"),
    Accident(0, 0, 1000 * FEN_PER_WAN, "较大"),
    Accident(0, 0, 5000 * FEN_PER_WAN - 1, "较大"),
    Accident(0, 0, 5000 * FEN_PER_WAN, "重大"),
    Accident(0, 0, 10_000 * FEN_PER_WAN - 1, "重大"),
    Accident(0, 0, 10_000 * FEN_PER_WAN, "特别重大"),
    Accident(3, 2, 0, None),
    Accident(4, 0, 0, "较大", is_road=True),
    Accident(5, 0, 0, "较大", is_production=False),
    Accident(0, 1, 0, "一般"),
)
"""One without a stated grade, one on the road, one that is no 生产安全事故."""
SMALLEST_SERIOUS = 1
"""Befalls a firm on the roster, whose grade it limits."""


def accidents(world: World) -> pl.DataFrame:
    """Rows of safety.accident, spread over the window."""
    firms = _firms(world, "accident", len(ACCIDENTS)).to_dicts()
    firms[SMALLEST_SERIOUS] = world.enterprises.row(struck(world.enterprises, ACCIDENT), named=True)
    rows = [_accident(world, rank, one, firms[rank]) for rank, one in enumerate(ACCIDENTS)]
    return pl.DataFrame(rows, infer_schema_length=None)


def _accident(world: World, rank: int, one: Accident, firm: dict[str, object]) -> dict[str, object]:
    return {
        "accident_no": f"SG{firm['county_code']}-9{rank:03d}",
        "occurred_date": world.window.day(4 + rank * 4),
        "enterprise_name": firm["name"],
        "enterprise_uscc": firm["uscc"],
        "county_name": firm["county_name"],
        "town_name": firm["town_name"],
        "location": firm["address"],
        "industry_name": None,
        "accident_kind": "车辆伤害" if one.is_road else "机械伤害",
        "accident_grade": one.grade,
        "deaths_count": one.deaths,
        "serious_injuries_count": one.injured,
        "minor_injuries_count": 0,
        "direct_loss_cny": one.loss_fen,
        "is_road_traffic": "是" if one.is_road else "否",
        "is_production_safety": "是" if one.is_production else "否",
        "is_concluded": "否",
    }


@dataclass(frozen=True)
class Version:
    """A version of a penalty's record. ``at``, ``stop_to``: percent of the window gone by."""

    at: int
    fine_wan: int
    stop_kind: str = "无"
    stop_to: int | None = None
    revoked: bool = False


@dataclass(frozen=True)
class Decision:
    """A penalty by its case, decided when its first version was recorded."""

    stage: str
    domain_zh: str
    versions: tuple[Version, ...]


STOP = "责令停产停业"
DECISIONS = (
    Decision("live_stop", "安全生产", (Version(30, 3, STOP),)),
    Decision("live_stop_to_come_off", "消防", (Version(40, 2, "责令停止使用", 130),)),
    Decision("lifted_stop", "生态环境", (Version(10, 5, STOP, 60),)),
    Decision("stop_until_the_last_day", "生态环境", (Version(35, 5, STOP, 100),)),
    Decision("revoked_stop", "安全生产", (Version(20, 4, STOP), Version(45, 4, STOP, None, revoked=True))),
    Decision("other_fine", "市场监管", (Version(15, 8), Version(50, 6))),
    Decision("stop_added_later", "安全生产", (Version(25, 1), Version(70, 1, "责令停止施工"))),
    Decision("corrected_then_revoked", "税务", (Version(12, 9), Version(33, 7), Version(66, 7, revoked=True))),
)


def penalties(world: World) -> pl.DataFrame:
    """Rows of enforcement.penalty with ``eid`` and ``recorded_date``, one per version."""
    firms = _firms(world, "penalty", len(DECISIONS))
    rows = [
        _version(world, rank, number, decision, firms.row(rank, named=True))
        for rank, decision in enumerate(DECISIONS)
        for number in range(len(decision.versions))
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _version(world: World, rank: int, number: int, decision: Decision, firm: dict[str, object]) -> dict[str, object]:
    version, first = decision.versions[number], world.window.day(decision.versions[0].at)
    recorded, stops = world.window.day(version.at), version.stop_kind != "无"
    stop_from = next((world.window.day(one.at) for one in decision.versions if one.stop_kind != "无"), None)
    name = tables.REGIONS[world.region].zh
    return {
        "decision_no": f"{name[:1]}综罚〔{first.year}〕9{rank:03d}号",
        "version_no": number + 1,
        "county_name": firm["county_name"],
        "town_name": firm["town_name"],
        "land_code": None,
        "eid": firm["eid"],
        "department_name": f"{name}综合行政执法局",
        "enforcement_domain": decision.domain_zh,
        "party_kind": "法人",
        "violation_kind": "责令改正逾期未改",
        "penalty_kind": "罚款",
        "fine_cny": version.fine_wan * FEN_PER_WAN,
        "stop_kind": version.stop_kind,
        "stop_from_date": stop_from if stops else None,
        "stop_to_date": None if version.stop_to is None else world.window.day(version.stop_to),
        "decided_date": first,
        "is_public": "是",
        "is_revoked": "是" if version.revoked else "否",
        "recorded_date": recorded,
        "revoked_date": recorded if version.revoked else None,
        "revoked_reason": "行政复议撤销" if version.revoked else None,
    }


def _firms(world: World, kind: str, n: int) -> pl.DataFrame:
    """Actors from a place of their own on; a small world has each more than once."""
    firms = actors(world.seed, world.region, world.enterprises)
    return firms[[(FIRST_ACTOR[kind] + rank) % len(firms) for rank in range(n)]]
