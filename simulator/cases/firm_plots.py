"""Simulator: the plots of the staged firms, and the leases between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl

from simulator.cases.firm_cases import CASES, MU, Case
from simulator.options import month_start
from simulator.world.parcels import Land, outlined
from simulator.world.region import World

SECTION, FIRST_NUMBER = "99", 80_001
"""地籍子区 and numbers that no other parcel has."""
LAND_E4, MU_E4 = MU * 20_000_000 // 3, MU * 10_000
FLOOR_E4, RATIO_E2 = LAND_E4, 100
HALF = 2


def plots(world: World) -> pl.DataFrame:
    """The staged firms' own plots: ``stage`` is that of the firm behind 'firm:'."""
    return world.land.parcels.filter(pl.col("stage").fill_null("").str.starts_with("firm:"))


def with_plots(world: World, firms: pl.DataFrame, rng: np.random.Generator) -> Land:
    """The land with a plot for each case that has one, and with their leases."""
    parcels = world.land.parcels
    own = [(row, case) for row, case in zip(firms.iter_rows(named=True), CASES, strict=True) if case.has_plot]
    rows = [_plot(world, row, case, len(parcels) + rank, rank) for rank, (row, case) in enumerate(own)]
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.lit(None, pl.Int64).alias("sold_by"),
        pl.lit(None, pl.String).alias("former_code"),
        pl.lit(None, pl.String).alias("change_kind"),
        pl.lit(None, pl.Date).alias("change_date"),
        (pl.col("land_code") + "F00010001").alias("unit_code"),
    )
    beyond = int(np.ceil(np.sqrt(len(parcels.filter(pl.col("stage").is_not_null())))))
    frame = outlined(frame, rng, apart=True, beyond=beyond).select(parcels.columns).cast(parcels.schema)
    land = replace(world.land, parcels=pl.concat([parcels, frame]))
    return replace(land, leases=pl.concat([land.leases, _leases(world, firms, frame, land.leases.schema)]))


def _plot(world: World, firm: dict[str, object], case: Case, pid: int, rank: int) -> dict[str, object]:
    long_ago = world.window.long_ago
    letters = "GB" if case.ownership == "国有" else "JB"
    code = f"{firm['county_code']}{str(firm['town_code'])[6:9]}{SECTION}0{letters}{FIRST_NUMBER + rank}"
    keep = ("county_code", "county_name", "town_code", "town_name")
    return {name: firm[name] for name in keep} | {
        "location": f"{firm['county_name']}{firm['town_name']}治理大道{pid}号地块",
        "pid": pid,
        "holder": firm["eid"],
        "ownership": case.ownership,
        "land_code": code if case.has_code else None,
        "land_e4": LAND_E4,
        "land_mu_e4": MU_E4,
        "far_e2": RATIO_E2,
        "floor_e4": FLOOR_E4,
        "land_status": case.land_status,
        "plan_conformity": case.conformity,
        "planned_use": case.use,
        "in_platform": False,
        "supply_date": long_ago,
        "states_own": True,
        "own_from": long_ago,
        "held_from": long_ago,
        "stage": f"firm:{case.stage}",
    }


def _leases(world: World, firms: pl.DataFrame, parcels: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Half of the landlord's plot, reported by both sides."""
    pids = dict(parcels.select("stage", "pid").rows())
    eids = dict(firms.select("stage", "eid").rows())
    rows = []
    for case in CASES:
        if case.rents_from is None:
            continue
        ends = None if case.lease_ends is None else world.window.day(case.lease_ends)
        rows.append(
            {
                "pid": pids[f"firm:{case.rents_from}"],
                "lessor": eids[case.rents_from],
                "lessee": eids[case.stage],
                "start_date": month_start(world.window.first) - timedelta(days=500),
                "end_date": ends,
                "stated_e4": LAND_E4 // HALF,
                "stated_mu_e4": MU_E4 // HALF,
                "floor_e4": None,
                "land_e4": LAND_E4 // HALF,
                "is_sublet": False,
                "reported_by": "both",
                "on_former": False,
            }
        )
    return pl.DataFrame(rows, schema=schema)
