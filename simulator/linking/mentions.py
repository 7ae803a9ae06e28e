"""Simulator: mentions of firms as lists write them, with up to three kinds of noise each, and what can be decided."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator.expressions import first_of
from simulator.linking.addresses import typed_address
from simulator.linking.code_noise import typed_code
from simulator.linking.collisions import fitting, names_another
from simulator.linking.decidable import REASONS, reason
from simulator.linking.name_noise import typed_parts, untouched, written
from simulator.linking.words import catalogue

ROW, CODE, NAME, WRITING, ADDRESS = "row", "code", "name", "writing", "address"
NOISE_PARTS = (ROW, NAME, CODE, ADDRESS, WRITING)
"""What noise hits, the least dispensable first: a row keeps three kinds at most."""
MOST_KINDS = 3
SEPARATORS = ("、", "，", "/", "；")
ALONE = ("several_holders", "swapped_code", "swapped_name")
"""Kinds that stand for themselves: the rest of such a row is as registered."""


def draw_mentions(
    firms: pl.DataFrame,
    chosen: pl.Series,
    rng: np.random.Generator,
    *,
    has_address: pl.Series | None = None,
    without: tuple[str, ...] = (),
) -> pl.DataFrame:
    """One mention per chosen firm (``fid``): typed name, code, address, region, noise and what it can decide.

    ``firms`` carries ``in_master``. ``has_address`` is false for rows of lists that report none; ``without`` names
    kinds of noise that cannot be here.
    """
    frame = firms[chosen].with_row_index("mid").with_columns(pl.col("mid").cast(pl.Int64))
    frame = frame.with_columns(pl.lit(True if has_address is None else has_address).alias("has_address"))
    frame = _few(_settled(_noise(frame, rng, without)))
    no_noise = first_of((pl.col("has_address"), pl.col("address_noise")), otherwise="none")
    frame = frame.with_columns(no_noise.alias("address_noise"))
    frame = typed_parts(frame, rng)
    frame = untouched(frame, pl.lit(names_another(frame, firms)))
    frame = untouched(frame, (pl.col("typed") == pl.col("name")))
    frame = _whose(frame).with_columns(typed_code(frame, rng))
    elsewhere = firms[rng.integers(len(firms), size=len(frame))]
    frame = frame.with_columns(
        pl.lit(elsewhere["address"]).alias("other_address"), pl.lit(elsewhere["region_code"]).alias("other_region")
    )
    frame = _placed(frame)
    frame = _with_others(_changed(frame), firms, rng)
    return _decided(_evidence(_reported(written(frame, rng))), firms)


def _noise(frame: pl.DataFrame, rng: np.random.Generator, without: tuple[str, ...]) -> pl.DataFrame:
    """One kind per part, by the weights of the catalogue."""
    for part in NOISE_PARTS:
        kinds = catalogue().filter(pl.col("part") == part, ~pl.col("name").is_in(without))
        weights = kinds["weight"].to_numpy()
        drawn = kinds["name"].gather(rng.choice(len(kinds), len(frame), p=weights / weights.sum()))
        frame = frame.with_columns(drawn.alias(f"{part}_noise"))
    return frame


def _settled(frame: pl.DataFrame) -> pl.DataFrame:
    """Kinds that need or exclude each other: what cannot be is no noise.

    A row with another firm's code or name needs an address: where two parts disagree, the third says whose it is.
    What is left of a name says nothing in a county that is not its own.
    """
    row, name = pl.col("row_noise"), pl.col("name_noise")
    recorded, renamed = pl.col("former_recorded"), pl.col("former") != ""
    company = (pl.col("kind") == "company") & (pl.col("branch") == "")
    head = company & pl.col("form").str.ends_with("公司")
    impossible = (
        ((name == "old_name_known") & ~recorded)
        | ((name == "old_name_unknown") & (recorded | ~renamed))
        | ((name == "new_with_old") & ~renamed)
        | (name.is_in(["workshop", "plant_unregistered"]) & ~company)
        | (name.is_in(["abbr_form", "abbr_short"]) & (pl.col("word") == ""))
        | (name.is_in(["branch_head_code", "branch_unregistered"]) & ~(head & pl.col("in_master")))
    )
    tied = row.is_in(["swapped_code", "swapped_name"]) & ~pl.col("has_address")
    frame = frame.with_columns(
        first_of((pl.col("in_master") & ~tied, row), otherwise="none").alias("row_noise"),
        first_of((impossible, "none"), otherwise=name).alias("name_noise"),
    )
    whole = catalogue().filter(pl.col("evidence") == "whole")["name"].to_list()
    partial_away = (pl.col("row_noise") == "registered_elsewhere") & ~pl.col("name_noise").is_in(whole)
    frame = frame.with_columns(first_of((partial_away, "none"), otherwise=pl.col("name_noise")).alias("name_noise"))
    alone = pl.col("row_noise").is_in(ALONE)
    plain = ("name_noise", "address_noise", "writing_noise")
    return frame.with_columns(
        *(first_of((alone, "none"), otherwise=pl.col(column)).alias(column) for column in plain),
        _code_kind(alone).alias("code_noise"),
    )


def _code_kind(alone: pl.Expr) -> pl.Expr:
    """Swapped rows have whole codes, several holders all or none, an unregistered branch none or its head's."""
    code, name, row = pl.col("code_noise"), pl.col("name_noise"), pl.col("row_noise")
    lost_or_whole = first_of((code == "code_lost", code), otherwise="none")
    return first_of(
        (row == "several_holders", lost_or_whole),
        (alone | (name == "branch_head_code"), "none"),
        (name == "branch_unregistered", "code_lost"),
        otherwise=code,
    )


def _few(frame: pl.DataFrame) -> pl.DataFrame:
    """At most three kinds a row."""
    before = pl.lit(0)
    kept = []
    for part in NOISE_PARTS:
        kind = pl.col(f"{part}_noise")
        before = before + (kind != "none").cast(pl.Int64)
        kept.append(first_of((before > MOST_KINDS, "none"), otherwise=kind).alias(f"{part}_noise"))
    return frame.with_columns(kept)


def _whose(frame: pl.DataFrame) -> pl.DataFrame:
    """A branch that no register holds is nobody's: no code, another place, nothing else."""
    stray = pl.col("name_noise") == "branch_unregistered"
    return frame.with_columns(
        (pl.col("in_master") & ~stray).alias("in_master"),
        first_of((stray, "code_lost"), otherwise=pl.col("code_noise")).alias("code_noise"),
        first_of((stray, "address_moved"), otherwise=pl.col("address_noise")).alias("address_noise"),
        first_of((stray, "none"), otherwise=pl.col("writing_noise")).alias("writing_noise"),
    )


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Address and region as the list has them: firms registered elsewhere give their local place."""
    away = pl.col("row_noise") == "registered_elsewhere"
    frame = frame.with_columns(first_of((away, "none"), otherwise=pl.col("address_noise")).alias("address_noise"))
    return frame.with_columns(
        pl.when(away).then("other_address").otherwise(typed_address()).alias("typed_address"),
        pl.when(away).then("other_region").otherwise("region_code").alias("typed_region"),
    )


def _with_others(frame: pl.DataFrame, firms: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Rows that carry another registered firm's code or name, and cells that name two holders."""
    masters = firms.filter("in_master")
    other = masters[rng.integers(len(masters), size=len(frame))]
    row, mark = pl.col("row_noise"), pl.lit(pl.Series(list(SEPARATORS)).gather(rng.integers(4, size=len(frame))))
    itself = pl.lit(other["fid"]) == pl.col("fid")
    frame = frame.with_columns(first_of((itself, "none"), otherwise=row).alias("row_noise"))
    both = pl.when(pl.col("code_noise") == "code_lost").then(pl.lit(""))
    return frame.with_columns(
        first_of(
            (row == "several_holders", pl.col("typed") + mark + pl.lit(other["name"])),
            (row == "swapped_name", pl.lit(other["name"])),
            otherwise=pl.col("typed"),
        ).alias("typed"),
        first_of(
            (row == "several_holders", both.otherwise(pl.col("typed_code") + mark + pl.lit(other["uscc"]))),
            (row == "swapped_code", pl.lit(other["uscc"])),
            otherwise=pl.col("typed_code"),
        ).alias("typed_code"),
        pl.when(row.is_in(ALONE)).then(pl.lit(other["fid"])).alias("other_fid"),
    )


def _changed(frame: pl.DataFrame) -> pl.DataFrame:
    """Noise that left code or address as they were is no noise."""
    same = {"code": ("typed_code", "uscc"), "address": ("typed_address", "address")}
    return frame.with_columns(
        first_of((pl.col(typed) == pl.col(true), "none"), otherwise=pl.col(f"{part}_noise")).alias(f"{part}_noise")
        for part, (typed, true) in same.items()
    )


def _reported(frame: pl.DataFrame) -> pl.DataFrame:
    """The kinds of a row joined by '+'."""
    kinds = [pl.when(pl.col(f"{part}_noise") != "none").then(f"{part}_noise") for part in NOISE_PARTS]
    return frame.with_columns(pl.concat_str(kinds, separator="+", ignore_nulls=True).alias("noise"))


def _evidence(frame: pl.DataFrame) -> pl.DataFrame:
    """What each part of the row is still worth."""
    by_name = {
        part: dict(catalogue().filter(pl.col("part") == part).select("name", "evidence").iter_rows())
        for part in ("code", "name", "address")
    }
    return frame.with_columns(
        pl.col("name_noise").replace_strict(by_name["name"]).alias("evidence"),
        pl.col("code_noise").replace_strict(by_name["code"]).alias("code_evidence"),
        first_of(
            (pl.col("has_address"), pl.col("address_noise").replace_strict(by_name["address"])),
            otherwise="none",
        ).alias("address_evidence"),
    )


def _decided(frame: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    unclear = frame.filter(pl.col("code_evidence") == "none", pl.col("in_master"))
    counts = fitting(unclear, firms).drop("trade_name", "near")
    frame = frame.join(counts, on="mid", how="left", maintain_order="left")
    frame = frame.with_columns(reason().alias("reason"))
    decides = {name: decision for name, (decision, _) in REASONS.items()}
    return frame.with_columns(pl.col("reason").replace_strict(decides).alias("decidable"))
