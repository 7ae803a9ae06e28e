"""Command line: an invented region to try everything with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from park_brain.cli.terminal import console, stop
from park_brain.clock import in_zhejiang


def simulate(  # noqa: PLR0913, PLR0917 - one parameter per option of the command
    out: Annotated[Path, typer.Option(help="Folder that gets inbox/ and truth/.")],
    regions: Annotated[str, typer.Option(help="Region codes, comma separated.")] = "330683,330681,330800",
    enterprises: Annotated[int, typer.Option(help="Enterprises per region.")] = 1000,
    parcels: Annotated[int, typer.Option(help="Parcels per region.")] = 700,
    months: Annotated[int, typer.Option(help="Months of data.")] = 12,
    seed: Annotated[int, typer.Option(help="Same seed, same world.")] = 1,
    format: Annotated[Literal["xlsx", "csv", "parquet"], typer.Option(help="How the files are written.")] = "xlsx",
    faults: Annotated[Literal["default", "none", "hard"], typer.Option(help="default, none or hard.")] = "default",
    last_month: Annotated[str, typer.Option(help="Last month of data.")] = "2023-12",
) -> None:
    """Write departments' files of an invented region, and the truth about it."""
    from simulator import SimulationOptions
    from simulator import simulate as run_simulation

    try:
        options = SimulationOptions(
            out=out.resolve(),
            regions=tuple(regions.split(",")),
            enterprises=enterprises,
            parcels=parcels,
            months=months,
            seed=seed,
            format=format,
            faults=faults,
            last_month=last_month,
        )
    except ValueError as error:
        stop(str(error))
    done = run_simulation(options)
    as_of = f"{in_zhejiang(done.as_of):%Y-%m-%dT%H:%M}"
    console.print(f"{done.files} files in {out}/inbox, the truth in {out}/truth", soft_wrap=True)
    console.print(f"next: park refresh --home {out} --as-of {as_of}", soft_wrap=True)
