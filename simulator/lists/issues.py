"""Simulator: <domain>.issue, the problem registers of the four domains."""

from __future__ import annotations

import polars as pl

from simulator.cases import firm_rows as staged
from simulator.expressions import first_of
from simulator.lists.common import TOWN, some_blank
from simulator.world.region import World


def issue(world: World, domain: str, known: pl.DataFrame) -> pl.DataFrame:
    """<domain>.issue as its keeper restates it (see ``problems.as_known``)."""
    frame = known.with_row_index("_rank").with_columns(pl.col("_rank").cast(pl.Int64))
    extra = (
        [
            pl.col("illegal_area_e4").alias("illegal_area_sqm"),
            pl.lit("钢结构").alias("structure"),
            pl.when(pl.col("closed_date").is_not_null()).then(pl.col("illegal_area_e4")).alias("disposed_area_sqm"),
            first_of((is_demolition_decided(), "是"), otherwise="否").alias("is_demolition_decided"),
        ]
        if domain == "illegal_construction"
        else []
    )
    return frame.select(
        "issue_no",
        *TOWN,
        pl.col("name").alias("enterprise_name"),
        some_blank("uscc", pl.col("_rank")).alias("enterprise_uscc"),
        "land_code",
        "address",
        "description",
        "issue_category",
        "severity",
        "supervision_kind",
        "found_date",
        "source",
        pl.lit("限期整改，落实专人负责").alias("measures"),
        "deadline_date",
        pl.col("town_name").add("人民政府").alias("responsible_unit"),
        "issue_status",
        "finished_date",
        "acceptance_result",
        "closed_date",
        *extra,
    )


def is_demolition_decided() -> pl.Expr:
    """Of a problem of illegal construction."""
    drawn = (pl.col("eid") % 5 == 0) | (pl.col("stage") == "demolition_decided").fill_null(value=False)
    return pl.when(staged.is_staged()).then(staged.is_staged([staged.DEMOLISHED])).otherwise(drawn)
