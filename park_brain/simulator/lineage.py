"""Simulator: parcels that had another code half a year ago: re-coded ones, and halves of a parcel split since."""

from __future__ import annotations

import polars as pl

from park_brain.simulator.options import month_end
from park_brain.simulator.world import World

MONTHS_BETWEEN = 6
"""The former register lies this many months before the last; shorter windows have none."""
OLD_ZONE, WHOLE_ZONE = "9", "8"
"""Twelfth digit of a code before it was re-coded, and of a parcel before it was split."""


def has_former_register(world: World) -> bool:
    """Whether the window is long enough for a register that the last one corrects."""
    return len(world.window.months) >= 2 * MONTHS_BETWEEN


def recoded(world: World) -> pl.DataFrame:
    """pid and former land_code of parcels with a new code."""
    some = world.land.parcels.filter(pl.col("land_code").is_not_null(), pl.col("pid") % 58 == 4)
    return some.select("pid", _former(OLD_ZONE).alias("former_code"))


def split(world: World) -> pl.DataFrame:
    """pid, other (the half beside it), former land_code of the whole; both halves lie in one town."""
    parcels = world.land.parcels.select("pid", "land_code", "town_code", "ownership")
    beside = parcels.select(pl.col("pid") - 1, other="pid", other_town="town_code", other_owner="ownership",
                            other_code="land_code")  # fmt: skip
    pairs = parcels.filter(pl.col("pid") % 29 == 10).join(beside, on="pid", maintain_order="left")
    same = (pl.col("town_code") == pl.col("other_town")) & (pl.col("ownership") == pl.col("other_owner"))
    whole = pairs.filter(same, pl.col("land_code").is_not_null(), pl.col("other_code").is_not_null())
    return whole.select("pid", "other", _former(WHOLE_ZONE).alias("former_code"), "land_code", "other_code")


def _former(zone: str) -> pl.Expr:
    code = pl.col("land_code")
    return code.str.slice(0, 11) + zone + code.str.slice(12)


def as_before(world: World, parcels: pl.DataFrame) -> pl.DataFrame:
    """The parcels as the former register had them: old codes, and halves still one parcel."""
    halves = split(world)
    other = parcels.select(other="pid", more="land_e4", more_mu="land_mu_e4", more_floor="floor_e4")
    whole = halves.join(other, on="other", maintain_order="left").select(
        "pid", "more", "more_mu", "more_floor", whole_code="former_code"
    )
    frame = parcels.filter(~pl.col("pid").is_in(halves["other"].implode()))
    frame = frame.join(whole, on="pid", how="left", maintain_order="left")
    frame = frame.join(recoded(world), on="pid", how="left", maintain_order="left")
    is_whole = pl.col("whole_code").is_not_null()
    code = pl.coalesce("whole_code", "former_code", "land_code")
    added = (("land_e4", "more"), ("land_mu_e4", "more_mu"), ("floor_e4", "more_floor"))
    return frame.with_columns(
        code.alias("land_code"), (code + pl.col("unit_code").str.slice(19)).alias("unit_code"),
        *(pl.when(is_whole).then(pl.col(a) + pl.col(b)).otherwise(pl.col(a)).alias(a) for a, b in added),
        pl.when(is_whole).then(pl.col("location") + "（分割前）").otherwise(pl.col("location")).alias("location"),
        pl.when(~is_whole).then(pl.col("boundary_wkt")).alias("boundary_wkt"),
    ).select(parcels.columns)  # fmt: skip


def changes(world: World) -> pl.DataFrame:
    """What the last register says of them by pid: former code, kind and day; every other new code comes unexplained."""
    columns = {"pid": pl.Int64, "former_land_codes": pl.String, "change_kind": pl.String}
    if not has_former_register(world):
        return pl.DataFrame(schema=columns | {"change_date": pl.Date})
    said = recoded(world).filter(pl.int_range(pl.len()) % 2 == 0)
    halves = split(world)
    both = pl.concat([halves.select("pid", "former_code"), halves.select(pl.col("other").alias("pid"), "former_code")])
    told = pl.concat([said.with_columns(kind=pl.lit("换码")), both.with_columns(kind=pl.lit("分割"))])
    day = month_end(world.window.last - MONTHS_BETWEEN // 2)
    return told.select("pid", "former_code", "kind", pl.lit(day).alias("change_date")).rename(
        {"former_code": "former_land_codes", "kind": "change_kind"}
    )


def former_codes(world: World) -> pl.DataFrame:
    """Rows of the truth's situations: former code, today's code; a split has one row per half."""
    columns = {name: pl.String for name in ("situation", "list", "key", "other_key", "value")}
    if not has_former_register(world):
        return pl.DataFrame(schema=columns)
    now = world.land.parcels.select("pid", "land_code")
    moved = recoded(world).join(now, on="pid", maintain_order="left").with_columns(situation=pl.lit("recoded"))
    halves = split(world).with_columns(situation=pl.lit("split"))
    both = [moved, halves, halves.with_columns(pl.col("other_code").alias("land_code"))]
    return pl.concat([frame.select("situation", "former_code", "land_code") for frame in both]).select(
        "situation", pl.lit("land.parcel_register").alias("list"), pl.col("former_code").alias("key"),
        pl.col("land_code").alias("other_key"), pl.lit(None, pl.String).alias("value"),
    )  # fmt: skip
