"""Simulator: economy.evaluation_result, the grades as the county published them."""

from __future__ import annotations

import polars as pl

from simulator.expressions import first_of
from simulator.lists.common import mu_of, with_enterprise, yes_no
from simulator.world.enterprises import Ints
from simulator.world.region import World, stream


def evaluated(world: World, tax_fen: Ints, land_e4: Ints) -> pl.DataFrame:
    """Firms graded for a year: those with land, on the roster or every fourth of the others; by score in each group.

    ``tax_fen``, ``land_e4``: the year's contribution and average land per enterprise.
    """
    firms = world.enterprises.select("eid", "on_roster", "industry_name").with_columns(
        pl.Series("tax_fen", tax_fen), pl.Series("land_e4", land_e4)
    )
    firms = firms.filter(pl.col("land_e4") > 1_000_000, pl.col("on_roster") | (pl.col("eid") % 4 == 0))
    n = len(firms)
    rng = stream(world, 11)
    mu = pl.col("land_e4") * 3 / 20_000_000
    tax = (pl.col("tax_fen") / 10_000 / mu).round(0).cast(pl.Int64)
    graded = firms.with_columns(
        tax.alias("tax_e2"),
        pl.Series("value_e2", rng.integers(500, 20_000, n)),
        pl.Series("rd_e2", rng.integers(0, 600, n)),
        pl.Series("labour_e2", rng.integers(500, 6_000, n)),
    ).with_columns(
        (pl.col("tax_e2").clip(0, 3_000) * 40 // 30).alias("tax_score"),
        (pl.col("value_e2").clip(0, 15_000) * 25 // 150).alias("value_added_score"),
        (pl.col("labour_e2").clip(0, 4_000) * 15 // 40).alias("productivity_score"),
        (pl.col("rd_e2").clip(0, 300) * 20 // 3).alias("rd_score"),
    )
    total = pl.sum_horizontal("tax_score", "value_added_score", "productivity_score", "rd_score")
    graded = graded.with_columns(total.alias("total_score"), pl.lit(None, pl.String).alias("unit_no"))
    return _merged(graded).with_columns(_grade().alias("initial_grade"))


def _merged(graded: pl.DataFrame) -> pl.DataFrame:
    """The first two firms off the roster are evaluated as one: the second shows the first one's result."""
    pair = graded.filter(~pl.col("on_roster")).head(2)
    if len(pair) < 2:
        return graded
    shared = (
        "tax_e2",
        "value_e2",
        "rd_e2",
        "labour_e2",
        "tax_score",
        "value_added_score",
        "productivity_score",
        "rd_score",
        "total_score",
    )
    both = pl.col("eid").is_in(pair["eid"].implode())
    first = pair.row(0, named=True)
    return graded.with_columns(
        *(first_of((both, pl.lit(first[name])), otherwise=pl.col(name)).alias(name) for name in shared),
        pl.when(both).then(pl.lit("HB001")).alias("unit_no"),
    )


def _grade() -> pl.Expr:
    """A to the best fifth of a group, D to the last twentieth; equal scores get equal grades."""
    place = pl.col("total_score").rank("max", descending=True).over("on_roster") / pl.len().over("on_roster")
    return first_of((place <= 0.2, "A"), (place <= 0.7, "B"), (place <= 0.95, "C"), otherwise="D")


def evaluation_result(world: World, graded: pl.DataFrame, year: int) -> pl.DataFrame:
    """economy.evaluation_result as published: one firm in thirty lifted from C to B by hand."""
    lifted = (pl.col("initial_grade") == "C") & (pl.col("eid") % 30 == 0) & pl.col("unit_no").is_null()
    final = first_of((lifted, "B"), otherwise=pl.col("initial_grade"))
    frame = graded.select(
        "eid",
        pl.lit(year).alias("data_year"),
        "unit_no",
        first_of((pl.col("unit_no").is_null(), "单独评价"), otherwise="同宗地合并").alias("unit_kind"),
        "industry_name",
        first_of((pl.col("on_roster"), "规上"), otherwise="规下").alias("evaluation_group"),
        pl.col("land_e4").alias("land_area_sqm"),
        mu_of("land_e4").alias("land_area_sqm__mu"),
        pl.col("tax_e2").alias("tax_wan_cny_per_mu"),
        "tax_score",
        pl.col("value_e2").alias("value_added_wan_cny_per_mu"),
        "value_added_score",
        pl.col("labour_e2").alias("productivity_wan_cny_per_person"),
        "productivity_score",
        pl.col("rd_e2").alias("rd_share_pct"),
        "rd_score",
        "total_score",
        pl.col("total_score").alias("final_score"),
        "initial_grade",
        final.alias("adjusted_grade"),
        yes_no(lifted).alias("is_manually_adjusted"),
        final.alias("final_grade"),
        pl.when(lifted).then(pl.lit("国家高新技术企业提一档")).alias("adjustment_reason"),
        pl.date(year + 1, 1, 12).alias("published_date"),
        pl.lit(f"{year + 1}-01-15至{year + 1}-12-31").alias("effective"),
    )
    return with_enterprise(world, frame, county_name="county_name", town_name="town_name")
