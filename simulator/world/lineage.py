"""Simulator: parcels that changed in the last half year: split, merged, given another code or their first one."""

from __future__ import annotations

from datetime import date

import polars as pl

from simulator.expressions import first_of
from simulator.options import Window, month_start
from simulator.world.parcels import MU_REGIONS, Land

MONTHS_BETWEEN = 6
"""The former register lies this many months before the last; shorter windows have none, and no change."""
OLD_ZONE, WHOLE_ZONE = "9", "8"
"""Twelfth digit of a code before it was re-coded, and of a parcel before it was split."""
SPLIT, MERGED, RECODED, CODED = "分割", "合并", "重新编码", "补码"


def has_former_register(window: Window) -> bool:
    """Whether the window is long enough for a register that the last one corrects."""
    return len(window.months) >= 2 * MONTHS_BETWEEN


def change_day(window: Window, rank: int) -> date | None:
    """A day inside one of the five months after the former register, apart from a month's first and last."""
    if not has_former_register(window):
        return None
    return month_start(window.last - 1 - rank % (MONTHS_BETWEEN - 1)).replace(day=3 + rank * 7 % 24)


def former(zone: str) -> pl.Expr:
    """The code a parcel had, from the one it has."""
    code = pl.col("land_code")
    return code.str.slice(0, 11) + zone + code.str.slice(12)


def with_changes(parcels: pl.DataFrame, leases: pl.DataFrame, region: str, window: Window) -> pl.DataFrame:
    """Drawn parcels with ``change_kind``, ``change_date``, ``former_code`` and ``sold_by``.

    Some got another code; some pairs were one parcel until its holder sold a part.
    """
    moved = parcels.filter(pl.col("land_code").is_not_null(), pl.col("pid") % 58 == 4)
    recoded = moved.select("pid", former(OLD_ZONE).alias("former_code"), change_kind=pl.lit(RECODED))
    pairs = _pairs(parcels, leases, region, window)
    halves = [
        pairs.select("pid", "former_code", change_kind=pl.lit(SPLIT)),
        pairs.select(pl.col("other").alias("pid"), "former_code", change_kind=pl.lit(SPLIT), sold_by="holder"),
    ]
    changed = pl.concat([recoded, *halves], how="diagonal").unique("pid", keep="last", maintain_order=True)
    if not has_former_register(window):
        changed = changed.head(0)
    days = [change_day(window, rank) for rank in changed["former_code"].rank("dense").to_list()]
    changed = changed.with_columns(pl.Series("change_date", days, dtype=pl.Date))
    sold = pl.col("sold_by").is_not_null()
    return parcels.join(changed, on="pid", how="left", maintain_order="left").with_columns(
        pl.when(sold).then("change_date").otherwise("held_from").alias("held_from"),
        pl.when(sold & pl.col("states_own")).then("change_date").otherwise("own_from").alias("own_from"),
    )


def _pairs(parcels: pl.DataFrame, leases: pl.DataFrame, region: str, window: Window) -> pl.DataFrame:
    """pid, holder, other (the half beside it, not let), code of the whole; their written areas add up."""
    keep = ("town_code", "ownership", "land_code", "land_e4", "land_mu_e4", "holder")
    beside = parcels.select(
        pl.col("pid") - 1, pl.col("pid").alias("other"), *(pl.col(name).alias(f"other_{name}") for name in keep)
    )
    pairs = parcels.filter(pl.col("pid") % 29 == 10).join(beside, on="pid", maintain_order="left")
    same = [pl.col(name) == pl.col(f"other_{name}") for name in ("town_code", "ownership")]
    mu, land = (pl.col(name) + pl.col(f"other_{name}") for name in ("land_mu_e4", "land_e4"))
    adds_up = (mu * 4000 + 3) // 6 == land if region in MU_REGIONS else pl.lit(True)
    coded = pl.col("land_code").is_not_null() & pl.col("other_land_code").is_not_null()
    held = pl.col("held_from").is_null() | (pl.col("held_from") < month_start(window.first))
    held = held & (pl.col("holder") >= 0) & (pl.col("other_holder") >= 0)
    let = pl.col("other").is_in(leases["pid"].implode())
    return pairs.filter(*same, coded, adds_up, held, ~let).select(
        "pid", "holder", "other", former(WHOLE_ZONE).alias("former_code")
    )


def wholes(parcels: pl.DataFrame) -> pl.DataFrame:
    """Parcels before their split: those of the half whose code theirs was, with the areas of both."""
    halves = parcels.filter(pl.col("change_kind") == SPLIT)
    added = ("land_e4", "land_mu_e4", "floor_e4")
    summed = halves.with_columns(pl.col(name).sum().over("former_code") for name in added)
    main = summed.filter(former(WHOLE_ZONE) == pl.col("former_code"))
    return main.with_columns(
        (pl.col("location") + "（分割前）").alias("location"), pl.col("former_code").alias("land_code")
    )


def as_before(land: Land) -> pl.DataFrame:
    """The parcels as the former register had them: old codes or none, halves one parcel, merged ones two."""
    kind = pl.col("change_kind").fill_null("")
    same = land.parcels.filter(~kind.is_in([SPLIT, MERGED])).with_columns(
        first_of((kind == RECODED, pl.col("former_code")), (kind != CODED, pl.col("land_code"))).alias("land_code")
    )
    merged = land.parcels.filter(kind == MERGED)
    parts = land.parts.join(merged, on="pid", suffix="_merged", maintain_order="left").select(land.parcels.columns)
    redrawn = pl.concat([wholes(land.parcels), parts]).with_columns(pl.lit(None, pl.String).alias("boundary_wkt"))
    suffix = pl.col("unit_code").str.slice(19)
    return (
        pl.concat([same, redrawn])
        .sort("pid", maintain_order=True)
        .with_columns(
            (pl.col("land_code") + suffix).alias("unit_code"),
            pl.lit(None, pl.String).alias("change_kind"),
            pl.lit(None, pl.String).alias("former_code"),
            pl.lit(None, pl.Date).alias("change_date"),
        )
    )


def changes(land: Land) -> pl.DataFrame:
    """One row per former parcel and parcel of today that follow one another, with areas (1e-4 ㎡) of both."""
    today = land.parcels.filter(pl.col("change_kind").is_not_null())
    whole = wholes(land.parcels).select("former_code", former_location="location", former_land_e4="land_e4")
    split = today.filter(pl.col("change_kind") == SPLIT).join(whole, on="former_code", maintain_order="left")
    merged = (
        today.filter(pl.col("change_kind") == MERGED)
        .drop("former_code")
        .join(
            land.parts.select("pid", former_code="land_code", former_location="location", former_land_e4="land_e4"),
            on="pid",
            maintain_order="left_right",
        )
    )
    same = today.filter(pl.col("change_kind").is_in([RECODED, CODED])).with_columns(
        former_location=pl.col("location"), former_land_e4=pl.col("land_e4")
    )
    columns = (
        "change_kind",
        "change_date",
        "former_code",
        "former_location",
        "former_land_e4",
        "pid",
        "land_code",
        "location",
        "land_e4",
    )
    return pl.concat([frame.select(*columns, is_told()) for frame in (same, split, merged)])


def is_told() -> pl.Expr:
    """Whether the register says of a parcel what became of its former code; of some re-coded ones it says nothing."""
    return ((pl.col("change_kind") != RECODED) | (pl.col("pid") % 116 != 4) | pl.col("stage").is_not_null()).alias(
        "is_told"
    )


def known_as(land: Land, day: date) -> pl.DataFrame:
    """pid, part, code and location under which its land was known on a day; a merged parcel has a row per part."""
    before = pl.col("change_date") > day
    past = changes(land).filter(before)
    today = land.parcels.filter(~before.fill_null(value=False)).select(
        "pid", pl.lit(0).alias("part"), "land_code", "location"
    )
    # Rows of a merged parcel come in the order of its parts, all others have one.
    part = pl.int_range(pl.len()).over("pid").cast(pl.Int32).alias("part")
    then = past.select(
        "pid", part, pl.col("former_code").alias("land_code"), pl.col("former_location").alias("location")
    )
    return pl.concat([today, then])
