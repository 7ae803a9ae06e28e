"""Land, tax and figures by plot, from the mart and from the truth, in one shape, so that they can be compared.

A plot is told by its code, or by its place while it has none. A plot that only got another code, or its first one, is
the same plot before and after, under whatever key the mart keeps it.
"""

from __future__ import annotations

import polars as pl

from tests.support.worlds import World

AREA, MONEY = pl.Decimal(18, 4), pl.Decimal(18, 2)
TENURES = ["land_own_sqm", "land_leased_in_sqm", "land_leased_out_sqm", "land_other_sqm", "land_sqm"]
KEY = ["plot", "uscc", "month"]
RENAMED = ("重新编码", "补码")
CASES = (
    "plot:told_by_lessee",
    "plot:told_by_lessor",
    "plot:let_by_floor",
    "plot:owner_on_rent",
    "plot:chain_of_two",
    "plot:chain_of_three",
    "sublease",
    "strata_unit",
    "split",
    "plot:split_sold",
    "merged",
    "recoded",
    "coded_late",
    "parcel_without_code",
    "plot:building_beside",
    "plot:building_only",
    "plot:nobodys",
    "plot:sold",
    "plot:far",
    "parcel_across_towns",
)


def of_truth(world: World, name: str) -> pl.DataFrame:
    return pl.read_parquet(world.truth / name / "**" / "*.parquet")


def renamed(world: World) -> dict[str, str]:
    """Former code, or place, of a plot that got another code or its first -> today's code."""
    past = of_truth(world, "lineage").filter(pl.col("change_kind").is_in(RENAMED))
    return {old or place: new for old, place, new in past.select("former_code", "former_location", "land_code").rows()}


def as_plots(world: World, frame: pl.DataFrame, *rest: str) -> pl.DataFrame:
    """``land_code``, ``location`` -> ``plot`` ('' for no parcel)."""
    code, place = pl.col("land_code").fill_null(""), pl.col("location").fill_null("")
    plot = pl.when(code == "").then(place).otherwise(code).replace(renamed(world)).alias("plot")
    return frame.select(plot, *rest)


def fact_months(world: World, columns: list[str]) -> pl.DataFrame:
    """fct_parcel_enterprise by plot, enterprise code and month, added up; '' is nobody and no parcel."""
    rows = world.rows(
        "select p.land_code, p.location, coalesce(e.uscc, '') as uscc, strftime(month_start, '%Y-%m') as month, "
        + ", ".join(f"f.{name}" for name in columns)
        + " from fct_parcel_enterprise f join dim_parcel p using (parcel_id)"
        " join dim_enterprise e using (enterprise_id)"
    )
    return added_up(as_plots(world, rows, "uscc", "month", *columns), KEY)


def added_up(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    return frame.group_by(key).agg(pl.exclude(key).sum())


def land(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Truth and mart: land by tenure; of nobody's land only how much there is; rows with nothing but zeros left out."""
    told = as_plots(world, of_truth(world, "occupancy_month"), "uscc", "month", *TENURES)
    frames = []
    for frame in (added_up(told, KEY), fact_months(world, TENURES)):
        nobodys = (pl.col("uscc") == "") & pl.lit(True)
        exact = frame.with_columns(
            pl.when(~nobodys | pl.lit(name == "land_sqm"))
            .then(pl.col(name).cast(AREA))
            .otherwise(0)
            .cast(AREA)
            .alias(name)
            for name in TENURES
        )
        frames.append(exact.filter(pl.any_horizontal(pl.col(name) != 0 for name in TENURES)))
    return frames[0], frames[1]


def taxes(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    told = as_plots(world, of_truth(world, "tax_parcel_month"), "uscc", "month", "tax_cny")
    frames = (added_up(told, KEY), fact_months(world, ["tax_cny"]))
    theirs, ours = (frame.filter(pl.col("tax_cny").cast(MONEY) != 0) for frame in frames)
    return theirs, ours


def assert_same(
    world: World, theirs: pl.DataFrame, ours: pl.DataFrame, key: list[str], columns: list[str], tolerance: float = 0
) -> None:
    """Rows by key with equal columns; a row that one side lacks counts as 0. Says what differs and in which case."""
    both = theirs.join(ours, on=key, how="full", suffix="_mart", coalesce=True).sort(key)
    assert both.height
    labels = cases(world) if "plot" in key else {}
    for name in columns:
        pair = [pl.col(name), pl.col(f"{name}_mart")]
        wrong = both.filter((pair[0].fill_null(0) - pair[1].fill_null(0)).abs() > tolerance)
        wrong = wrong.select(*key, *pair)
        if labels:
            label = pl.col("plot").replace_strict(labels, default="", return_dtype=pl.String)
            wrong = wrong.with_columns(label.alias("case"))
        assert wrong.is_empty(), said(wrong)


def said(wrong: pl.DataFrame) -> str:
    with pl.Config(tbl_rows=12, tbl_cols=20, tbl_width_chars=250, fmt_str_lengths=60):
        return f"{wrong.height} rows differ, truth first, then _mart:\n{wrong.head(12)}"


def cases(world: World) -> dict[str, str]:
    """Plot -> the hard cases it is part of."""
    found: dict[str, set[str]] = {}
    for case in CASES:
        for plot in plots_of(world, case):
            found.setdefault(plot, set()).add(case)
    return {plot: ", ".join(sorted(names)) for plot, names in found.items()}


def plots_of(world: World, case: str) -> set[str]:
    """Plots, of now and before, that a case names by code or place."""
    rows = world.situations(case)
    named = {*rows["key"], *rows["other_key"]} - {None}
    places = of_truth(world, "occupancy_month").select("land_code", "location").unique()
    here = places.filter(pl.col("land_code").is_in(named) | pl.col("location").is_in(named))
    return set(as_plots(world, here)["plot"])


def fact_years(world: World, columns: list[str], *, by_plot: bool = False) -> pl.DataFrame:
    key = ["plot", "uscc", "year"] if by_plot else ["uscc", "year"]
    rows = world.rows(
        "select p.land_code, p.location, coalesce(e.uscc, '') as uscc, year_number as year, "
        + ", ".join(f"f.{name}" for name in columns)
        + " from fct_parcel_enterprise_year f join dim_parcel p using (parcel_id)"
        " join dim_enterprise e using (enterprise_id)"
    )
    return added_up(as_plots(world, rows, "uscc", "year", *columns).select(*key, *columns), key)
