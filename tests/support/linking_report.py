"""What a linking did to a world whose truth is known: figures over all, by method and by kind of noise."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from simulator.linking import LinkingWorld

REVIEW, NOTHING = "review", ("none", "")


@dataclass(frozen=True)
class Judged:
    """One row per query: label, link, and the verdicts is_link, is_right, is_review, is_near_equal."""

    rows: pl.DataFrame

    @property
    def precision(self) -> float:
        """Right ones of the automatic links."""
        return float(self.rows.filter("is_link")["is_right"].mean())

    def recall(self, *decidable: str) -> float:
        """Right automatic links of the rows of registered firms (of those that can be decided so)."""
        asked = self.rows.filter(pl.col("master_id") != "")
        return float((asked.filter(pl.col("decidable").is_in(decidable)) if decidable else asked)["is_right"].mean())

    @property
    def near_equal_merges(self) -> pl.DataFrame:
        """Automatic links to a firm that is only nearly the one meant."""
        return self.rows.filter("is_near_equal")

    @property
    def reviewed(self) -> float:
        """Rows in review, of those a person can or could decide and that got no automatic link."""
        left = self.rows.filter(~pl.col("is_link"), pl.col("decidable") != "none")
        return float(left["is_review"].mean()) if len(left) else 1.0

    def by_noise(self) -> pl.DataFrame:
        """Kinds of noise, the worst first: decidable rows, recall on them, wrong links."""
        each = self.rows.with_columns(pl.col("noise").str.split("+")).explode("noise")
        decided = pl.col("decidable") == "auto"
        wrong = pl.col("is_link") & ~pl.col("is_right")
        return (
            each.group_by("noise")
            .agg(
                decided.sum().alias("decidable"),
                pl.col("is_right").filter(decided).mean().round(3).alias("recall"),
                wrong.sum().alias("wrong"),
                pl.col("is_review").sum().alias("review"),
            )
            .sort("wrong", "recall", "noise", descending=[True, False, False], nulls_last=True)
        )

    def by_method(self) -> pl.DataFrame:
        """Methods with the number of their rows and of the right ones."""
        return self.rows.group_by("method").agg(pl.len().alias("rows"), pl.col("is_right").sum()).sort("method")

    def told(self) -> str:
        """Everything, for the message of a failure."""
        wrong = self.rows.filter(pl.col("is_link") & ~pl.col("is_right"))
        missed = self.rows.filter(pl.col("decidable") == "auto", ~pl.col("is_link"))
        columns = [
            "query_id",
            "noise",
            "reason",
            "method",
            "score",
            "name",
            "uscc",
            "address",
            "name_true",
            "name_found",
        ]
        head = (
            f"precision {self.precision:.4f}, recall of auto {self.recall('auto'):.4f}, of all {self.recall():.4f},"
            f" merges of near-equal firms {len(self.near_equal_merges)}, rest in review {self.reviewed:.3f}"
        )
        with pl.Config(
            tbl_rows=60, tbl_cols=20, tbl_width_chars=250, fmt_str_lengths=60, tbl_hide_dataframe_shape=True
        ):
            parts = (self.by_noise(), self.by_method(), wrong.select(columns).head(20), missed.select(columns).head(20))
            return "\n".join((head, *map(str, parts)))


def judge(world: LinkingWorld, links: pl.DataFrame) -> Judged:
    """Set links (query_id, master_id, method, score) against the labels."""
    found = links.rename({"master_id": "found_id"}).with_columns(pl.col("found_id", "method").fill_null(""))
    rows = world.label.join(found, on="query_id", how="left", validate="1:1")
    rows = rows.join(world.query.select(pl.col("id").alias("query_id"), "name", "uscc", "address"), on="query_id")
    firms = world.master.select(pl.col("id").alias("found_id"), "family", pl.col("name"))
    rows = rows.join(firms, on="found_id", how="left", suffix="_found")
    true = world.master.select(pl.col("id").alias("master_id"), pl.col("name").alias("name_true"))
    rows = rows.join(true, on="master_id", how="left")
    is_review = pl.col("method") == REVIEW
    is_link = (pl.col("found_id") != "") & ~is_review & ~pl.col("method").is_in(NOTHING)
    several = pl.col("noise").str.contains("several_holders") & (pl.col("found_id") == pl.col("other_master_id"))
    is_right = is_link & ((pl.col("found_id") == pl.col("master_id")) | several)
    rows = rows.with_columns(is_link.alias("is_link"), is_right.alias("is_right"), is_review.alias("is_review"))
    near = pl.col("is_link") & ~pl.col("is_right") & (pl.col("family") == pl.col("family_found"))
    return Judged(rows.with_columns(near.fill_null(False).alias("is_near_equal")))
