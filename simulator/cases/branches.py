"""Simulator: two branches (分公司) among the drawn firms: one of a firm on the roster here, one of a firm elsewhere.

Only their names are theirs to change: a branch is identified by its name alone.
"""

from __future__ import annotations

import polars as pl

from simulator.world.enterprises import MONTHLY, QUARTERLY

HEAD = 5
"""Number of the head office among the firms on the roster, beyond those that a veto strikes."""
OUTSIDE = "宁波四明重工机械有限公司"
SMALLEST_WORLD = 100


def local_branch(enterprises: pl.DataFrame) -> tuple[int, int] | None:
    """Branch and its head office; nothing in a small world."""
    heads = enterprises.filter("on_roster", pl.col("tax_class") == MONTHLY)["eid"]
    if len(enterprises) < SMALLEST_WORLD or len(heads) <= HEAD:
        return None
    return _branches(enterprises)[0], int(heads[HEAD])


def with_branches(enterprises: pl.DataFrame) -> pl.DataFrame:
    """The firms with the names of the two branches."""
    pair = local_branch(enterprises)
    if pair is None:
        return enterprises
    names = enterprises["name"].to_list()
    head = names[pair[1]].removesuffix("有限责任公司").removesuffix("股份有限公司").removesuffix("有限公司")
    names[pair[1]] = head.removesuffix("厂") + "有限公司"
    names[pair[0]] = names[pair[1]] + enterprises["town_name"][pair[0]][:2] + "分公司"
    outside = _branches(enterprises)[1]
    names[outside] = OUTSIDE + enterprises["county_name"][outside][:2] + "分公司"
    return enterprises.with_columns(pl.Series("name", names))


def _branches(enterprises: pl.DataFrame) -> list[int]:
    """Firms off the roster that pay here and that no official result names (it has every fourth)."""
    paying = pl.col("tax_class").is_in([MONTHLY, QUARTERLY])
    return [int(eid) for eid in enterprises.filter(~pl.col("on_roster"), paying, pl.col("eid") % 4 == 1)["eid"][:2]]
