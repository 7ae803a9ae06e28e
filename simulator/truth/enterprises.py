"""Simulator: the truth of enterprises by year: state of tax, contribution, land and output."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.world.enterprises import ELSEWHERE, NO_TAX
from simulator.world.occupancy import year_land
from simulator.world.region import World, output, roster
from simulator.world.taxes import TaxLedger


def tax_states(world: World, ledger: TaxLedger, year: int) -> pl.Series:
    """not_local, paid, zero (registered and every month of the year delivered) or unknown."""
    kind = world.enterprises["tax_class"].to_numpy()
    paid = ledger.rows.get(year, np.zeros(len(kind), np.int64)) > 0
    whole_year = year * 12 >= world.window.first and year * 12 + 11 <= world.window.last
    rest = np.where((kind != NO_TAX) & whole_year, "zero", "unknown")
    return pl.Series(np.where(kind == ELSEWHERE, "not_local", np.where(paid, "paid", rest)))


def enterprise_year(world: World, ledger: TaxLedger, year: int) -> pl.DataFrame:
    """One row per enterprise: tax state, contribution (fen), land months (1e-4 ㎡), roster and output."""
    n = len(world.enterprises)
    frame = (
        world.enterprises.select("eid", "uscc", "county_code")
        .with_columns(
            tax_states(world, ledger, year).alias("tax_state"),
            pl.Series("tax_fen", ledger.fen.get(year, np.zeros(n, np.int64))),
            pl.Series("income_fen", ledger.income_fen.get(year, np.zeros(n, np.int64))),
            pl.Series("land_months_e4", year_land(world, year)),
        )
        .with_columns((pl.col("tax_fen") - pl.col("income_fen")).alias("without_income_tax_fen"))
    )
    if year not in world.window.finished_years:
        return frame
    listed = roster(world, year).select("eid", on_roster=pl.lit(True))
    frame = frame.join(listed, on="eid", how="left", maintain_order="left")
    return frame.join(output(world, year), on="eid", how="left", maintain_order="left")
