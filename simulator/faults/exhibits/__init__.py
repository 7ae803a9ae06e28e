"""Simulator: exhibits, the small extra files of hard mode. Each shows faults of values, sheets, files or deliveries.

Here live what departments do to whole cells, sheets, files and deliveries that the ordinary lists of a world cannot
show without losing their truth: every exhibit is a list of a period before the world's first month, so no figure of
the world depends on it. Faults inside the ordinary lists belong to ``seeding``. The catalogue (``tables/faults.csv``)
says which exhibit shows which fault and what the reader must make of it.
"""

from __future__ import annotations

from simulator.faults.catalogue import Fault
from simulator.faults.exhibits import book_faults, delivery_faults, file_faults, sheet_faults, value_faults
from simulator.faults.exhibits.stage import Sent, Spot, Stage
from simulator.world.region import World

BUILDERS = {
    **sheet_faults.BUILDERS,
    **book_faults.BUILDERS,
    **file_faults.BUILDERS,
    **delivery_faults.BUILDERS,
}


def draw_exhibits(world: World, faults: tuple[Fault, ...], file_format: str) -> tuple[list[Sent], list[Spot]]:
    """The extra files of a region, and where in them each of the catalogue's faults stands."""
    stage = Stage(world, file_format)
    value_faults.draw(stage, [fault for fault in faults if fault.action in value_faults.CELLS])
    for fault in faults:
        if fault.action in BUILDERS:
            BUILDERS[fault.action](stage, fault)
    return stage.sent, stage.spots
