"""Simulator: draws one region, with the cases staged in it."""

from __future__ import annotations

import polars as pl

from simulator.cases.branches import with_branches
from simulator.cases.firms import with_cases
from simulator.cases.issues import staged_problems
from simulator.cases.land import with_staged
from simulator.options import SimulationOptions, Window
from simulator.world.enterprises import draw_enterprises
from simulator.world.land import draw_land
from simulator.world.problems import DOMAINS, draw_problems, on_parcels
from simulator.world.region import World, has_nil_register
from simulator.world.taxes import draw_payers


def draw_world(options: SimulationOptions, region: str) -> World:
    """Draw one region; regions do not depend on each other."""
    window = options.window
    enterprises = with_branches(draw_enterprises(options.seed, region, options.enterprises))
    land = draw_land(options.seed, region, enterprises, options.parcels, window)
    land = with_staged(options.seed, region, enterprises, land, window)
    problems = {domain: on_parcels(_problems(options, region, domain, enterprises), land.parcels) for domain in DOMAINS}
    payers = draw_payers(options.seed, region, enterprises, land)
    return with_cases(World(options.seed, region, window, enterprises, land, payers, problems))


def _problems(options: SimulationOptions, region: str, domain: str, enterprises: pl.DataFrame) -> pl.DataFrame:
    window = options.window
    first_found = _first_found(region, domain, window)
    drawn = draw_problems(options.seed, region, domain, enterprises, window, first_found)
    return pl.concat([drawn, staged_problems(options.seed, region, domain, enterprises, window, drawn)])


def _first_found(region: str, domain: str, window: Window) -> int:
    if has_nil_register(region, domain, window):
        return window.quarter_ends[0] + 1
    return window.first - 12
