"""Simulator: the words of which the firms of a linking world make their names and addresses (data only)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.tables import FOLDER
from simulator.world.enterprises import Ints

Texts = list[str]


@dataclass(frozen=True)
class Weighted:
    """Texts and how often each is meant to come."""

    texts: Texts
    shares: NDArray[np.float64]

    def draw(self, n: int, rng: np.random.Generator) -> pl.Series:
        """``n`` of them."""
        return pick(self.texts, rng.choice(len(self.texts), n, p=self.shares))


def pick(texts: Texts, index: Ints) -> pl.Series:
    """The texts at these places."""
    return pl.Series(texts, dtype=pl.String).gather(index)


def uniform(texts: Texts, n: int, rng: np.random.Generator) -> pl.Series:
    """``n`` of the texts, each as likely as any other."""
    return pick(texts, rng.integers(len(texts), size=n))


@cache
def words(kind: str) -> Texts:
    """Plain words of a kind."""
    table = pl.read_csv(FOLDER / "linking_words.csv", infer_schema=False)
    found: str = table.filter(pl.col("kind") == kind)["texts"].item()
    return found.split(" ")


@cache
def weighted(kind: str) -> Weighted:
    """Words written as ``text:weight``."""
    pairs = [word.rpartition(":") for word in words(kind)]
    weights = np.array([float(weight) for _, _, weight in pairs])
    return Weighted([text for text, _, _ in pairs], weights / weights.sum())


@cache
def industry_codes() -> dict[str, str]:
    """Industry word -> GB/T 4754 class."""
    return {text: code for text, _, code in (word.rpartition(":") for word in words("word"))}


@cache
def places() -> pl.DataFrame:
    """Counties of the province: region_code, city, county."""
    return pl.read_csv(FOLDER / "linking_places.csv", infer_schema=False)


@cache
def confusions(kind: str) -> dict[str, str]:
    """Character -> characters it is taken for ('homophone', 'shape', 'traditional')."""
    table = pl.read_csv(FOLDER / "linking_confusions.csv", infer_schema=False).filter(pl.col("kind") == kind)
    return dict(table.select("character", "others").iter_rows())


@cache
def catalogue() -> pl.DataFrame:
    """Every kind of noise: name, part of the row it hits, weight, evidence it leaves, zh."""
    table = pl.read_csv(FOLDER / "linking_noise.csv", infer_schema=False)
    return table.with_columns(pl.col("weight").cast(pl.Float64))
