"""A hard world goes through the whole line; its noisy rows are linked to the firms they mean."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.worlds import World

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("facts_alone")]
CODE_COLUMN = {
    "environment.permit": pl.coalesce("holder_uscc", pl.col("permit_no").str.head(18)),
}
"""Where a list's contract takes the code from, if not from ``enterprise_uscc``."""
NAME_COLUMN = {"environment.permit": "holder_name"}


@pytest.fixture(scope="module")
def noisy_world(make_world) -> World:
    return make_world(faults="hard", regions=("330683",), enterprises=300, parcels=120, months=3, format="csv")


@pytest.fixture(scope="module")
def resolved(noisy_world) -> pl.DataFrame:
    """Each noisy row of the selected deliveries with the code its key resolves to, and whether the registry has it."""
    truth = pl.read_parquet(noisy_world.truth / "links" / "330683.parquet")
    paths = {batch.batch_id: batch.path for batch in noisy_world.run.batches}
    lists = truth["list"].unique().sort().to_list()
    rows = pl.concat(_typed_mentions(noisy_world, code).with_columns(pl.lit(code).alias("list")) for code in lists)
    rows = rows.with_columns(pl.col("_batch_id").replace_strict(paths).alias("path"))
    rows = truth.join(rows, on=["list", "path", "line"], how="inner", suffix="_read")
    key = pl.read_parquet(noisy_world.home.derived / "enterprise_key.parquet")
    firms = pl.read_parquet(noisy_world.home.derived / "enterprise.parquet").select("enterprise_id", "uscc")
    named = {"uscc_typed": "uscc_text", "name_typed": "name_text", "region": "region_code"}
    found = rows.join(key, left_on=list(named), right_on=list(named.values()), how="left", validate="m:1")
    found = found.join(firms, on="enterprise_id", how="left", validate="m:1")
    registered = pl.read_parquet(noisy_world.home.selected / "registry.enterprise" / "*.parquet")["enterprise_uscc"]
    right = pl.col("uscc").is_in(pl.concat_list("true_uscc", "other_uscc")) & (pl.col("uscc") != "")
    by_right = (
        pl.when(pl.col("noise").str.contains("several")).then(right).otherwise(pl.col("uscc") == pl.col("true_uscc"))
    )
    return found.with_columns(
        by_right.fill_null(False).alias("is_right"),
        pl.col("uscc").is_in(registered.implode()).fill_null(False).alias("is_registered"),
    )


def _typed_mentions(world: World, code: str) -> pl.DataFrame:
    """Name and code of every selected row of a list, as its contract tells the identity stage."""
    rows = pl.read_parquet(world.home.selected / code / "*.parquet")
    return rows.select(
        "_batch_id",
        pl.col("_line").cast(pl.Int64).alias("line"),
        CODE_COLUMN.get(code, pl.col("enterprise_uscc")).fill_null("").alias("uscc_typed"),
        pl.col(NAME_COLUMN.get(code, "enterprise_name")).fill_null("").alias("name_typed"),
    )


def told(rows: pl.DataFrame) -> str:
    columns = ["list", "noise", "reason", "method", "uscc_typed", "name_typed", "address_text", "true_uscc", "uscc"]
    with pl.Config(tbl_rows=60, tbl_cols=12, tbl_width_chars=250, fmt_str_lengths=45):
        return str(rows.select(columns))


def test_the_truth_covers_the_lists_and_kinds_of_noise(noisy_world, resolved):
    assert len(resolved) > 150 and resolved["list"].n_unique() >= 8
    assert len(set(resolved["noise"].str.split("+").explode())) >= 30
    assert resolved["enterprise_id"].null_count() == 0, told(resolved.filter(pl.col("enterprise_id").is_null()))


def test_no_noisy_row_goes_to_another_registered_firm(resolved):
    wrong = resolved.filter("is_registered", ~pl.col("is_right"))
    assert wrong.is_empty(), told(wrong)


def test_rows_that_can_be_decided_reach_their_firm(resolved):
    decided = resolved.filter(pl.col("decidable") == "auto")
    missed = decided.filter(~pl.col("is_right"))
    assert len(decided) > 120 and len(missed) <= 0.02 * len(decided), told(missed)
