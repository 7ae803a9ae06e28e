"""Derive, linking: records with everything that the match cascade compares, for whole columns.

Keys (codes, normalised names, region) are cheap and made for every record; parts of names and addresses only for
registered enterprises and for the records that keys do not settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

TEXT_COLUMNS = ("code_text", "name_text", "address_text", "region_code")


def with_keys(records: pl.DataFrame) -> pl.DataFrame:
    """Add code, kind, codes, norm, holders and region_stem to records with ``TEXT_COLUMNS``."""
    import polars as pl

    from identity.matching.codes import code_forms
    from identity.matching.names import holders, normalised

    codes = code_forms(records.select(text=pl.col("code_text")).unique())
    frame = records.join(codes, left_on="code_text", right_on="text", how="left", maintain_order="left")
    frame = frame.with_columns(norm=normalised("name_text"), holders=pl.lit([], dtype=pl.List(pl.String)))
    several = frame.filter(pl.col("name_text").str.contains("[、，,;；/\n\r|]")).select("name_text").unique()
    cells = several.with_columns(cell=holders("name_text"))
    frame = frame.join(cells, on="name_text", how="left", maintain_order="left")
    return frame.with_columns(
        holders=pl.coalesce("cell", "holders"), region_stem=pl.col("region_code").str.replace(r"(?:00)+$", "")
    ).drop("cell")


def with_evidence(records: pl.DataFrame) -> pl.DataFrame:
    """Add the parts of name (``norm``) and address to records that have their keys."""
    import polars as pl

    from identity.matching.addresses import with_address_parts
    from identity.matching.name_parts import with_parts
    from identity.matching.names import normalised

    frame = with_parts(records).with_columns(address_norm=normalised("address_text"))
    frame = with_address_parts(frame, "address_norm").drop("address_norm")
    finest = (
        pl.when(pl.col("county") != "").then("county").when(pl.col("city") != "").then("city").otherwise("province")
    )
    return frame.with_columns(
        place=finest.str.replace(r"(?:00)+$", ""),
        form=pl.col("form").str.replace("责任", ""),
        numerals=pl.col("core").str.extract_all("[一二三四五六七八九十0-9甲乙丙丁]").list.join(""),
    )
