"""Simulator: projects, budget revenue by level, receipts of land sale and the city's monthly indicators."""

from __future__ import annotations

import numpy as np
import polars as pl

from simulator import land_lists, tables
from simulator.departments.common import days_of, inside, numbers, stream, until, with_firm
from simulator.departments.economy import reported
from simulator.departments.land import until_known
from simulator.departments.platform import park_names
from simulator.options import month_start
from simulator.policy import staged_contracts
from simulator.taxes import TAX_TYPES
from simulator.world import World

SHARED_TAXES = {
    "增值税": ("101010101", "国内增值税", 50),
    "城市维护建设税": ("1010901", "城市维护建设税", 0),
    "企业所得税": ("1010401", "企业所得税", 60),
}
"""Tax -> budget item, its name, percent of the centre; the rest is the county's."""
PREFECTURE = "330800"


def projects(world: World) -> pl.DataFrame:
    """Investment projects on held parcels, with the days on which things happen in the end."""
    held = world.land.parcels.filter(pl.col("holder") >= 0, pl.col("land_code").is_not_null())
    some = held.filter(pl.int_range(pl.len()) % 25 == 6)
    n = len(some)
    rng = stream(world, 50)
    signed = days_of(world.window.first - 18, max(world.window.first - 18, world.window.last - 2), n, rng)
    start = signed + rng.integers(30, 200, n).astype("timedelta64[D]")
    finish = start + rng.integers(200, 600, n).astype("timedelta64[D]")
    return some.select(
        ("2023-" + pl.col("county_code") + "-04-01-" + pl.lit(numbers(n, 6))).alias("project_code"),
        ("年产" + pl.lit(numbers(n, 1)) + "万套智能部件项目").alias("project_name"),
        "pid",
        "land_code",
        "county_name",
        "town_name",
        pl.col("holder").alias("eid"),
        pl.Series("signed_date", signed, dtype=pl.Date),
        pl.Series("start_date", start, dtype=pl.Date),
        pl.Series("finish_date", finish, dtype=pl.Date),
        pl.Series("planned_investment_cny", rng.integers(2, 120, n) * 1_000_000_000),
    )


def project(world: World, month: int) -> pl.DataFrame:
    """investment.project as it can be restated at the end of a month; what is spent grows evenly with the building."""
    known = until_known(projects(world), "signed_date", month)
    spent = _spent(month)
    frame = known.with_columns(
        until("start_date", month),
        until("finish_date", month),
        spent.alias("completed_investment_cny"),
        (spent - _spent(month // 12 * 12 - 1)).alias("completed_investment_ytd_cny"),
        (pl.col("planned_investment_cny") * 7 // 10).alias("fixed_investment_cny"),
        pl.lit("新建").alias("project_kind"),
        pl.lit("是").alias("is_industrial"),
        park_names(world).gather(known["pid"]).alias("platform_name"),
    )
    frame = _with_staged(world, frame, month)
    status = pl.when(pl.col("finish_date").is_not_null()).then(pl.lit("竣工"))
    building = pl.when(pl.col("start_date").is_not_null()).then(pl.lit("在建")).otherwise(pl.lit("签约"))
    frame = frame.with_columns(status.otherwise(building).alias("project_status")).drop("pid")
    return with_firm(world, frame, enterprise_name="name", enterprise_uscc="uscc", industry_code="industry_code")


def _with_staged(world: World, frame: pl.DataFrame, month: int) -> pl.DataFrame:
    """With the projects of begun and unfinished supply contracts."""
    staged = staged_contracts.projects(world, month)
    if not len(staged):
        return frame
    before = staged_contracts.projects(world, month // 12 * 12 - 1)["completed_investment_cny"]
    rank = pl.int_range(pl.len())
    staged = staged.with_columns(
        ("2023-" + pl.col("county_code") + "-04-01-9" + rank.cast(pl.String).str.zfill(5)).alias("project_code"),
        ("供地项目" + (rank + 1).cast(pl.String) + "号").alias("project_name"),
        pl.col("start_date").dt.offset_by("-60d").alias("signed_date"),
        (pl.col("completed_investment_cny") - before).alias("completed_investment_ytd_cny"),
        pl.col("planned_investment_cny").alias("fixed_investment_cny"),
        pl.lit("新建").alias("project_kind"),
        pl.lit("是").alias("is_industrial"),
        park_names(world).gather(staged["pid"]).alias("platform_name"),
    ).drop("county_code")
    return pl.concat([frame, staged], how="diagonal_relaxed")


def _spent(month: int) -> pl.Expr:
    """Up to the end of a month, in whole 万元 (fen)."""
    total = (pl.col("finish_date") - pl.col("start_date")).dt.total_days()
    gone = (pl.lit(month_start(month + 1)) - pl.col("start_date")).dt.total_days().clip(0)
    share = pl.min_horizontal(gone, total)
    return pl.col("planned_investment_cny") * 9 // 10 * share // total // 1_000_000 * 1_000_000


def revenue(world: World, rows: pl.DataFrame, year_to_date: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """fiscal.revenue of a month from its tax rows, and the year's sums so far; a fifth of those who pay monthly.

    Only every second of them is told with its income tax, so that a month is not twice the month before.
    """
    kinds = {TAX_TYPES.index(tax): item for tax, item in SHARED_TAXES.items()}
    told = pl.col("eid").is_in(pl.Series(world.payers.monthly).implode()) & (pl.col("eid") % 5 == 0)
    income = pl.col("tax_type") == TAX_TYPES.index("企业所得税")
    month = rows.filter(pl.col("tax_type").is_in(list(kinds)), told, ~income | (pl.col("eid") % 2 == 0))
    month = month.group_by("eid", "tax_type", maintain_order=True).agg(pl.col("fen").sum())
    earlier = year_to_date if year_to_date is not None else month.head(0)
    known = pl.concat([earlier, month]).group_by("eid", "tax_type", maintain_order=True).agg(pl.col("fen").sum())
    both = month.join(known.rename({"fen": "fen_ytd"}), on=["eid", "tax_type"], how="left", maintain_order="left")
    return _levels(world, both, kinds), known


def _levels(world: World, both: pl.DataFrame, kinds: dict[int, tuple[str, str, int]]) -> pl.DataFrame:
    """A row per budget level; the levels of an item add up to what was paid."""
    local = "区县"
    percent = pl.col("tax_type").replace_strict({kind: item[2] for kind, item in kinds.items()})
    parts = []
    for level, is_central in (("中央", True), (local, False)):
        amounts = []
        for column, name in (("fen", "amount_cny"), ("fen_ytd", "amount_ytd_cny")):
            central = pl.col(column) * percent // 100
            amounts.append((central if is_central else pl.col(column) - central).alias(name))
        there = both.filter(percent > 0) if is_central else both
        parts.append(there.select("eid", "tax_type", pl.lit(level).alias("budget_level"), *amounts))
    frame = pl.concat(parts).sort("eid", "tax_type", "budget_level")
    frame = frame.with_columns(
        pl.col("tax_type").replace_strict({k: item[0] for k, item in kinds.items()}).alias("budget_item_code"),
        pl.col("tax_type").replace_strict({k: item[1] for k, item in kinds.items()}).alias("budget_item"),
    ).drop("tax_type")
    return with_firm(world, frame, taxpayer_uscc="uscc", taxpayer_name="name", county_name="county_name")


def land_sale(world: World, first: int, last: int) -> pl.DataFrame:
    """fiscal.land_sale: late instalments of every third supply contract."""
    contracts = land_lists.supply_contract(world).with_row_index("rank").filter(pl.col("rank") % 3 == 1)
    n = len(contracts)
    rng = stream(world, 51)
    received = pl.col("price_cny") // 10
    fees = received // 5
    frame = contracts.select(
        "contract_no",
        "supervision_no",
        "land_code",
        "location",
        pl.col("district_name").alias("county_name"),
        "transferee_name",
        "transferee_uscc",
        "land_use",
        "land_area_sqm",
        "land_area_sqm__mu",
        "signed_date",
        pl.col("price_cny").alias("contract_price_cny"),
        pl.Series("paid_date", days_of(world.window.first, world.window.last, n, rng), dtype=pl.Date),
        received.alias("received_cny"),
        fees.alias("deductions_cny"),
        (received - fees).alias("net_cny"),
    )
    return inside(frame, "paid_date", first, last)


FROM_FIRMS = (
    ("规模以上工业总产值", "output_value"),
    ("规模以上工业营业收入", "revenue"),
    ("规模以上工业增加值", "value_added"),
)
DRAWN = (
    ("工业投资", "固定资产投资", 90_000),
    ("一般公共预算收入", "地方财政", 60_000),
    ("工业用电量", "全社会", 40_000),
)


def macro(world: World, firms: pl.DataFrame, month: int) -> pl.DataFrame:
    """city.macro: sums over the reporting firms and some drawn figures, per area; February tells two months at once."""
    number = month % 12 + 1
    now, before = (reported(firms, n) for n in (number, max(1, number - 1)))
    areas: list[tuple[str, str | None]] = [(tables.REGIONS[world.region].zh, None)]
    if world.region == PREFECTURE:
        areas += [(name, name) for name in tables.COUNTIES.values()]
    county = world.enterprises["county_name"]
    rows = []
    rng = stream(world, 52, month)
    for area, only in areas:
        for rank, (name, column) in enumerate(FROM_FIRMS):
            ytd, previous = (_sum(county, frame, column, only) for frame in (now, before))
            rows.append((f"G{rank + 1:02}", name, area, "规上工业", "万元", ytd, ytd - previous))
        for rank, (name, scope, size) in enumerate(DRAWN):
            monthly = int(rng.integers(size // 2, size)) * 100
            unit = "万千瓦时" if name == "工业用电量" else "万元"
            rows.append((f"Z{rank + 1:02}", name, area, scope, unit, monthly * number, monthly))
    names = ("indicator_code", "indicator_name", "area_name", "scope_name", "unit_name", "ytd_value", "month_value")
    frame = pl.DataFrame(rows, schema=list(names), orient="row").cast({"ytd_value": pl.Int64, "month_value": pl.Int64})
    growth = pl.Series("ytd_growth_pct", rng.integers(-500, 1_500, len(frame)))
    alone = pl.lit(number > 2)
    return frame.with_columns(
        pl.when(alone).then(pl.col("month_value")).alias("month_value"),
        growth,
        pl.lit("现价").alias("price_basis"),
        pl.lit("是").alias("is_preliminary"),
    )


def _sum(county: pl.Series, firms: pl.DataFrame, column: str, only: str | None) -> int:
    """万元 with two decimals of all firms or of a county's."""
    there = firms if only is None else firms.filter(county.gather(firms["eid"]) == only)
    return int(np.asarray(there[column].sum() or 0)) // 10_000
