"""Simulator: the noise of hard mode: firms in departments' lists under mistyped, shortened, old or swapped names.

It goes into rows that no fault of the catalogue hit, after the faults, and leaves all figures as they were drawn. The
truth (``truth/links/<region>.parquet``) says for each such row whose it is and whether the row can still decide it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.faults.seeding import Seeded, Seeder, key_column
from simulator.files.delivery import Delivery
from simulator.files.sheet import Sheet
from simulator.linking.mentions import draw_mentions
from simulator.linking.region import linking_firms
from simulator.options import month_text
from simulator.world.enterprises import rng_for
from simulator.world.problems import DOMAINS
from simulator.world.region import World

FIRM = ("enterprise_name", "enterprise_uscc")
COLUMNS = {
    **{f"{domain}.issue": (*FIRM, "address") for domain in DOMAINS},
    "environment.permit": ("holder_name", "holder_uscc", "address"),
    "utility.power": (*FIRM, "address"),
    "enforcement.inspection": (*FIRM, "address"),
    "governance.petition": (*FIRM, "location"),
    "enforcement.penalty": (*FIRM, ""),
    "governance.plan": (*FIRM, ""),
    "governance.survey": (*FIRM, ""),
    "economy.output": (*FIRM, ""),
}
"""Noisy lists: where they state the firm's name, code and address ('': they do not)."""
RESTATED = (*(f"{domain}.issue" for domain in DOMAINS), "governance.plan")
"""Lists of which only the last delivery counts."""
NOISY_SHARE = 0.5
NOT_HERE = ("registered_elsewhere",)
"""Noise that needs a register of other regions."""
LINK_COLUMNS = (
    "list",
    "region",
    "path",
    "line",
    "uscc_text",
    "name_text",
    "address_text",
    "true_uscc",
    "other_uscc",
    "noise",
    "decidable",
    "reason",
)


@dataclass
class ListNoise:
    """Hands out the noise of one region and keeps what it did."""

    world: World
    seeder: Seeder
    rng: np.random.Generator = field(init=False)
    firms: pl.DataFrame = field(init=False)
    links: list[pl.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        """A stream and a register of its own."""
        self.rng = rng_for(self.world.seed, self.world.region, 90)
        self.firms = linking_firms(self.world)

    def spoil(self, sheet: Sheet, delivery: Delivery, seeded: list[Seeded]) -> pl.DataFrame | None:
        """Put noise into rows of the sheet; returns them with ``_row``, or None where there are none."""
        last = month_text(self.world.window.last)
        if delivery.list_code not in COLUMNS or (delivery.list_code in RESTATED and delivery.period != last):
            return None
        rows = self._free_rows(sheet, seeded)
        rows = rows.filter(pl.Series(self.rng.random(len(rows)) < NOISY_SHARE))
        if rows.is_empty():
            return None
        drawn = draw_mentions(self.firms, rows["fid"], self.rng, has_address=rows["has_address"], without=NOT_HERE)
        mentions = drawn.with_columns(rows["_row"], pl.lit(sheet.list_code).alias("list")).filter(pl.col("noise") != "")
        sheet.rows = _written(sheet, mentions)
        return mentions

    def _free_rows(self, sheet: Sheet, seeded: list[Seeded]) -> pl.DataFrame:
        """Rows about a firm of the register, as registered, that no fault touched: _row, fid, has_address."""
        name, code, address = COLUMNS[sheet.list_code]
        touched = {*(s.row for s in seeded if s.row is not None), *(row for row, _ in sheet.cells)}
        used = self.seeder.used.get(sheet.list_code, set())
        firms = self.firms.filter(pl.col("prefix") != "").select(
            "fid", pl.col("name").alias(name), "uscc", pl.col("address").alias("_place")
        )
        rows = sheet.rows.join(firms, on=name, how="inner", maintain_order="left")
        place = pl.col(address) == pl.col("_place") if address else pl.lit(False)
        return rows.filter(
            ~pl.col("_row").is_in(list(touched)),
            ~pl.col(key_column(sheet)).is_in(list(used)),
            pl.col(code) == pl.col("uscc"),
        ).select("_row", "fid", place.fill_null(False).alias("has_address"))

    def note(self, path: Path, mentions: pl.DataFrame, lines: dict[int, int]) -> None:
        """Keep the truth of the noisy rows of a file; ``lines`` are where they were written."""
        codes = self.firms["uscc"]
        mine = first_of((pl.col("in_master"), pl.col("uscc")), otherwise="").alias("true_uscc")
        other = pl.lit(codes.gather(mentions["other_fid"].fill_null(0)))
        self.links.append(
            mentions.select(
                "list",
                pl.lit(self.world.region).alias("region"),
                pl.lit(path.as_posix()).alias("path"),
                pl.col("_row").replace_strict(lines, return_dtype=pl.Int64).alias("line"),
                pl.col("typed_code").alias("uscc_text"),
                pl.col("typed").alias("name_text"),
                first_of((pl.col("has_address"), pl.col("typed_address")), otherwise="").alias("address_text"),
                mine,
                first_of((pl.col("other_fid").is_not_null(), other), otherwise="").alias("other_uscc"),
                "noise",
                "decidable",
                "reason",
            )
        )

    def write_truth(self, folder: Path) -> None:
        """Every noisy row of the region in order of file and line."""
        folder.mkdir(exist_ok=True)
        empty = pl.DataFrame(schema={name: pl.Int64 if name == "line" else pl.String for name in LINK_COLUMNS})
        every = pl.concat([empty, *self.links]).sort("path", "line")
        every.write_parquet(folder / f"{self.world.region}.parquet")


def _written(sheet: Sheet, mentions: pl.DataFrame) -> pl.DataFrame:
    """The sheet's rows with the typed name, code and address; an empty text is an empty cell."""
    name, code, address = COLUMNS[sheet.list_code]
    typed = mentions.select("_row", "has_address", "typed", "typed_code", "typed_address", pl.lit(True).alias("_noisy"))
    rows = sheet.rows.join(typed, on="_row", how="left", maintain_order="left")
    cells = {name: (pl.col("typed"), pl.col("_noisy")), code: (pl.col("typed_code"), pl.col("_noisy"))}
    if address:
        cells[address] = (pl.col("typed_address"), pl.col("has_address"))
    changed = [
        pl.when(where.fill_null(False)).then(pl.when(text != "").then(text)).otherwise(column).alias(column)
        for column, (text, where) in cells.items()
    ]
    return rows.with_columns(changed).select(sheet.rows.columns)
