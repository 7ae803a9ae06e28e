"""Derive, linking: precision and recall of links against labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from identity.matching.files import MatchInputError, check_ids, read_list

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

REVIEW = "review"


@dataclass(frozen=True)
class MethodScore:
    """One line of the evaluation; recall is of all queries that have a master."""

    method: str
    links: int
    right: int
    of: int

    @property
    def precision(self) -> float | None:
        """Right links of all links."""
        return self.right / self.links if self.links else None

    @property
    def recall(self) -> float | None:
        """Right links of all queries that have a master."""
        return self.right / self.of if self.of else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        return 2 * self.right / (self.links + self.of) if self.links + self.of else None


@dataclass(frozen=True)
class Evaluation:
    """Links measured against labels."""

    queries: int
    methods: tuple[MethodScore, ...]
    """By method, then ``all``."""
    review: int
    review_with_right: int
    """Reviews with the right master among the candidates shown."""
    missed: int
    """Queries that have a master but are neither linked nor in review."""
    wrong: int
    wrong_near: int
    """Wrong links to an enterprise with the query's 字号: branches, namesakes, groups."""


def read_links(path: Path) -> pl.DataFrame:
    """Read the output of ``park match``.

    Raises:
        MatchInputError: the file is something else.
    """
    return read_list(path, ("query_id", "master_id", "method"), ("query_name", "master_name", "candidate_id"))


def evaluate(links: pl.DataFrame, labels: pl.DataFrame) -> Evaluation:
    """Compare links with labels (query_id, master_id, '' = no master); queries without a label do not count."""
    import polars as pl

    truth = labels.select("query_id", pl.col("master_id").alias("truth"))
    frame = links.join(truth, on="query_id")
    linked, has_master = pl.col("master_id") != "", pl.col("truth") != ""
    right = linked & (pl.col("master_id") == pl.col("truth"))
    frame = frame.with_columns(linked=linked, right=right, has_master=has_master)
    total = int(frame["has_master"].sum())
    by_method = frame.filter("linked").group_by("method").agg(pl.len(), pl.col("right").sum()).sort("method")
    methods = [MethodScore(str(m), int(n), int(r), total) for m, n, r in by_method.iter_rows()]
    everything = MethodScore("all", int(frame["linked"].sum()), int(frame["right"].sum()), total)
    review = frame.filter(~pl.col("linked") & (pl.col("method") == REVIEW))
    held = review.filter(pl.col("has_master") & pl.col("candidate_id").str.split(" ").list.contains(pl.col("truth")))
    silent = frame.filter(~pl.col("linked") & (pl.col("method") != REVIEW) & pl.col("has_master"))
    wrong = frame.filter(pl.col("linked") & ~pl.col("right"))
    return Evaluation(
        queries=len(frame),
        methods=(*methods, everything),
        review=len(review),
        review_with_right=len(held),
        missed=len(silent),
        wrong=len(wrong),
        wrong_near=_near(wrong),
    )


def _near(wrong: pl.DataFrame) -> int:
    """Number of wrong links between names with the same 字号."""
    import polars as pl

    from identity.matching.name_parts import with_parts
    from identity.matching.names import normalised

    sides = [with_parts(wrong.select(norm=normalised(c)))["trade_name"].alias(c) for c in ("query_name", "master_name")]
    return int(pl.DataFrame(sides).select((pl.col("query_name") == pl.col("master_name")).sum()).item())


def read_labels(path: Path) -> pl.DataFrame:
    """Read labels: query_id, master_id ('' = none).

    Raises:
        MatchInputError: the file is something else.
    """
    frame = read_list(path, ("query_id", "master_id"), ())
    check_ids(path, frame, "query_id")
    return frame


def evaluate_files(links: Path, labels: Path) -> Evaluation:
    """Evaluate the output of ``park match``.

    Raises:
        MatchInputError: a file cannot be used as it is, or the labels belong to another list.
    """
    found, truth = read_links(links), read_labels(labels)
    if found.join(truth, on="query_id", how="semi").is_empty():
        raise MatchInputError(f"{labels}: no query_id is in {links}; are the labels of another list?")
    return evaluate(found, truth)


def print_evaluation(console: Console, found: Evaluation) -> None:
    """Print the figures as a table and a few lines."""
    from rich.table import Table

    table = Table("method", "links", "right", "precision", "recall", "F1")
    for line in found.methods:
        figures = ("-" if value is None else f"{value:.4f}" for value in (line.precision, line.recall, line.f1))
        table.add_row(line.method, str(line.links), str(line.right), *figures)
    console.print(table)
    share = found.review / found.queries if found.queries else 0
    console.print(f"review queue: {found.review} of {found.queries} queries ({share:.2%}),", end=" ")
    console.print(f"{found.review_with_right} of them show the right enterprise among the first candidates")
    console.print(f"neither linked nor in review though there is a master: {found.missed}")
    console.print(f"wrong merges: {found.wrong}, of near-equal names (same 字号): {found.wrong_near}")
