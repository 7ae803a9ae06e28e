"""Tables of governance from the truth and from the mart, keyed by codes, and what differs between them."""

from __future__ import annotations

import polars as pl

from tests.support.land_reading import as_plots, of_truth, said
from tests.support.worlds import World

TOLERANCE = 1e-9
LAND = pl.col("land_sqm_months").fill_null(0)
"""Who never held land has no row of it: no land."""
FIRM, PLOT = ["uscc", "data_year"], ["plot", "data_year"]
FIRM_COLUMNS = [
    "status_date",
    "tax_cny",
    "tax_state",
    "land_sqm_months",
    "tax_wan_cny_per_mu",
    "evaluable_state",
    "tier_code",
    "is_borderline",
    "rolling_tax_cny",
    "rolling_tax_wan_cny_per_mu",
    "official_grade",
    "is_last_grade_in_force",
    "is_low_efficiency",
    *(f"low_scattered_{part}" for part in ("environment", "safety", "fire", "illegal_construction", "other")),
    "is_low_scattered",
    *(f"four_without_{part}" for part in ("licence", "safety", "premises", "environment")),
    "is_four_without",
    "has_outdated_capacity",
    "outdated_item_nos",
]
PLOT_COLUMNS = [
    "status_date",
    "is_existing",
    "land_sqm_months",
    "tax_cny",
    "tax_wan_cny_per_mu",
    "evaluable_state",
    "tier_code",
    "is_borderline",
    "is_low_efficiency",
    *(f"low_scattered_{part}" for part in ("environment", "safety", "fire", "illegal_construction", "other")),
    "is_low_scattered",
    *(
        f"collective_{part}"
        for part in (
            "no_land_procedure",
            "low_land_use",
            "old_building",
            "large_hazard",
            "loose_management",
            "many_petitions",
            "other",
        )
    ),
    "is_collective_target",
    "ownership",
    "plan_conformity",
    "planned_use",
    "is_idle",
]
LIST = ["month", "governance_list_code", "uscc", "plot", "issue_no"]
ITEM = ["uscc", "plot"]
ITEM_COLUMNS = [
    "is_listed",
    "proposal_state",
    "proposed_path",
    "fitting_paths",
    "has_plan",
    "plan_no",
    "plan_path",
    "is_path_different",
    "plan_status",
    "plan_date",
    "deadline_date",
    "is_overdue",
    "next_milestone_date",
    "is_milestone_overdue",
    "accepted_date",
    "closed_date",
    "implementation_mode",
    "required_standards",
    "passed_standards",
    "failed_standards",
    "open_standards",
]


def firms(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Firms by code; those that lists tell by an unknown name alone have no truth."""
    ours = world.rows(
        "select e.uscc, g.* exclude (region_code, county_code, town_name) from gov_enterprise g"
        " join dim_enterprise e using (enterprise_id) where e.uscc is not null"
    )
    return of_truth(world, "gov_enterprise").with_columns(LAND), ours.with_columns(LAND)


def plots(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Figures of every parcel of the year; what it is judged to be only of today's."""
    theirs = of_truth(world, "gov_parcel")
    ours = world.rows(
        "select p.land_code, p.location, g.* exclude (region_code, county_code, town_name) from gov_parcel g"
        " join dim_parcel p using (parcel_id)"
    )
    ours = ours.filter(pl.col("is_existing") | pl.col("land_sqm_months").is_not_null())
    frames = [as_plots(world, frame, "data_year", *PLOT_COLUMNS) for frame in (theirs, ours)]
    today = pl.col("is_existing")
    judged = [pl.when(today).then(name).alias(name) for name in PLOT_COLUMNS[PLOT_COLUMNS.index("tier_code") :]]
    late = pl.col("plot").is_in(_renewed(world).implode()) & (pl.col("data_year") < pl.col("data_year").max())
    theirs, ours = (frame.filter(~late).with_columns(LAND, *judged) for frame in frames)
    return theirs, ours


def lists(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    ours = world.rows(
        "select coalesce(e.uscc, '') as uscc, p.land_code, p.location, strftime(month_start, '%Y-%m') as month,"
        " governance_list_code, coalesce(i.issue_no, '') as issue_no, band_code, g.data_year from gov_list_month g"
        " left join dim_enterprise e using (enterprise_id) left join dim_parcel p using (parcel_id)"
        " left join fct_issue i on g.object_kind = 'issue' and g.object_id = i.issue_id"
    )
    rest = ("uscc", "month", "governance_list_code", "issue_no", "band_code", "data_year")
    # On the merged list a band is that of one of several reasons.
    merged = pl.col("governance_list_code") == "merged"
    band = pl.when(~merged).then("band_code").alias("band_code")
    late = pl.col("plot").is_in(_renewed(world).implode()) & (pl.col("month") < pl.col("month").max())
    frames = (of_truth(world, "gov_list_month"), ours)
    theirs, ours = (as_plots(world, frame, *rest).filter(~late).with_columns(band) for frame in frames)
    return theirs, ours


def _renewed(world: World) -> pl.Series:
    """Plots whose new code nobody said was one: before the last register they are not known under it."""
    return of_truth(world, "lineage").filter(~pl.col("is_told"))["land_code"]


def items(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    ours = world.rows(
        "select coalesce(e.uscc, '') as uscc, p.land_code, p.location,"
        " g.* exclude (region_code, county_code, town_name) from gov_item g"
        " left join dim_enterprise e using (enterprise_id) left join dim_parcel p using (parcel_id)"
        " where g.proposal_state <> 'not_set'"
    )
    frames = [of_truth(world, "gov_item").filter(pl.col("uscc").is_not_null()), ours]
    theirs, ours = (as_plots(world, frame, "uscc", *ITEM_COLUMNS) for frame in frames)
    paths = pl.col("fitting_paths").fill_null("").str.split("、").list.sort().list.join("、")
    return theirs.with_columns(paths), ours.with_columns(paths)


def suspects(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Firms that departments know and a list does not."""
    ours = world.rows(
        "select e.uscc, missing_from, cast(score as bigint) as score from gov_omission_suspect"
        " join dim_enterprise e using (enterprise_id) where entity_kind = 'enterprise'"
    )
    return of_truth(world, "omission"), ours


def differences(
    theirs: pl.DataFrame, ours: pl.DataFrame, key: list[str], columns: list[str]
) -> dict[str, pl.DataFrame]:
    """Column -> rows that differ; 'rows' -> keys that only one side has."""
    assert theirs.select(key).is_unique().all() and ours.select(key).is_unique().all()
    found = {}
    one_sided = pl.concat(
        [
            theirs.join(ours, on=key, how="anti").select(*key, pl.lit("truth").alias("only_in")),
            ours.join(theirs, on=key, how="anti").select(*key, pl.lit("mart").alias("only_in")),
        ]
    )
    if len(one_sided):
        found["rows"] = one_sided
    both = theirs.join(ours, on=key, suffix="_mart")
    for name in columns:
        pair = pl.col(name), pl.col(f"{name}_mart")
        differs = pair[0].ne_missing(pair[1])
        if both.schema[name] == pl.Float64:
            differs = (pair[0].is_null() != pair[1].is_null()) | (
                (pair[0] - pair[1]).abs() > TOLERANCE * (1 + pair[0].abs())
            )
        wrong = both.filter(differs.fill_null(value=False)).select(*key, *pair)
        if len(wrong):
            found[name] = wrong
    return found


def told(found: dict[str, pl.DataFrame]) -> str:
    return "\n".join(f"{name}: {said(wrong)}" for name, wrong in found.items())


def cases_of(world: World, table: str, case: str, column: str, where: str = "") -> dict[str, list[object]]:
    """Region -> what the mart says of the staged firm of a case (one value per row of it)."""
    codes = world.situations(f"firm:{case}").select("key").unique()["key"].to_list()
    rows = world.rows(
        f"select g.region_code, g.{column} as value from {table} g join dim_enterprise e using (enterprise_id)"
        f" where e.uscc in {tuple(codes)} and g.region_code in ('330683', '330681') {where}"
    )
    return {region: rows.filter(pl.col("region_code") == region)["value"].to_list() for region in ("330683", "330681")}
