"""Simulator: the lists of departments as typed frames, one function per list.

Money is Int64 fen, areas are Int64 of 1e-4 ㎡ (``<column>__mu``: the 亩 a department would write, 4 decimals),
decimals Int64 of 1e-2, months Int64 counts. Column names are the canonical ones of headers.csv.
"""

from __future__ import annotations

import polars as pl

from simulator.enterprises import ELSEWHERE, MONTHLY, NO_TAX, rng_for
from simulator.governance import rows as staged
from simulator.options import month_end
from simulator.policy.staged_vetoes import CREDIT, struck
from simulator.taxes import TAX_TYPES
from simulator.world import World, output, roster

NO_CODE_EVERY = 40
"""Every so many rows the clerk leaves the enterprise's code empty: the name must do."""


def firm_columns(world: World, eid: pl.Series, **columns: str) -> pl.DataFrame:
    """Enterprise columns for a series of eids (null: empty), renamed as the list calls them."""
    frame = world.enterprises.select(list(columns.values()))[eid.fill_null(0).to_numpy()]
    known = pl.lit(eid.is_not_null())
    return frame.select(pl.when(known).then(pl.col(old)).alias(new) for new, old in columns.items())


def some_blank(column: str, rank: pl.Expr) -> pl.Expr:
    """The column with every ``NO_CODE_EVERY``-th cell empty."""
    return pl.when(rank % NO_CODE_EVERY != NO_CODE_EVERY - 1).then(pl.col(column)).alias(column)


def tax_paid(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """tax.tax_paid from the drawn rows of a month."""
    firm = firm_columns(world, rows["eid"], taxpayer_uscc="uscc", taxpayer_name="name", county_name="county_name")
    return pl.concat(
        [
            firm,
            rows.select(
                pl.lit(pl.Series(TAX_TYPES).gather(rows["tax_type"])).alias("tax_type"),
                "accrual_month",
                "paid_date",
                pl.col("fen").alias("amount_cny"),
                "land_code",
                "note",
            ),
        ],
        how="horizontal",
    )


def registration(world: World) -> pl.DataFrame:
    """tax.registration: all but half of the firms without tax."""
    firms = world.enterprises.filter((pl.col("tax_class") != NO_TAX) | (pl.col("eid") % 2 == 0))
    taxed = pl.col("tax_class") != NO_TAX
    return firms.select(
        pl.col("uscc").alias("taxpayer_uscc"),
        pl.col("name").alias("taxpayer_name"),
        pl.when(taxed)
        .then(pl.lit("正常"))
        .when(pl.col("eid") % 4 == 0)
        .then(pl.lit("非正常"))
        .otherwise(pl.lit("注销"))
        .alias("registration_status"),
        pl.when(pl.col("tax_class") == MONTHLY)
        .then(pl.lit("一般纳税人"))
        .otherwise(pl.lit("小规模纳税人"))
        .alias("taxpayer_kind"),
        pl.when(pl.col("tax_class") == ELSEWHERE)
        .then(pl.lit("是"))
        .otherwise(pl.lit("否"))
        .alias("is_consolidated_elsewhere"),
        pl.col("established_date").dt.offset_by("15d").alias("registered_date"),
        "county_name",
        "town_name",
        "address",
        "industry_name",
        "legal_person",
    )


def credit_rating(world: World, year: int) -> pl.DataFrame:
    """tax.credit_rating of a year."""
    rng = rng_for(world.seed, world.region, 8, year)
    grade = pl.Series(
        "credit_rating", rng.choice(["A", "B", "M", "C", "D"], len(world.enterprises), p=[0.2, 0.5, 0.2, 0.07, 0.03])
    )
    bad = pl.col("eid") == struck(world.enterprises, CREDIT)
    rated = world.enterprises.with_columns(pl.when(bad).then(pl.lit("D")).otherwise(grade).alias("credit_rating"))
    firms = rated.filter(pl.col("tax_class") != NO_TAX, pl.Series(rng.random(len(grade)) < 0.4) | bad)
    return firms.select(
        pl.col("uscc").alias("taxpayer_uscc"),
        pl.col("name").alias("taxpayer_name"),
        pl.lit(year).alias("rating_year"),
        "credit_rating",
        (pl.col("county_name") + "税务局").alias("tax_office"),
    )


def registry(world: World) -> pl.DataFrame:
    """registry.enterprise: nearly every firm; a few renamed in the past, some without tax deregistered."""
    drawn = (pl.col("tax_class") == NO_TAX) & (pl.col("eid") % 3 == 0) & ~staged.is_staged()
    gone = drawn | staged.is_staged(staged.CANCELLED)
    old_name = pl.col("name").str.slice(0, 2) + "老" + pl.col("name").str.slice(2)
    return world.enterprises.filter(~staged.is_staged(staged.UNREGISTERED)).select(
        pl.col("uscc").alias("enterprise_uscc"),
        pl.col("name").alias("enterprise_name"),
        pl.when(pl.col("eid") % 50 == 11).then(old_name).alias("former_name"),
        "entity_type",
        pl.when(gone).then(pl.lit("注销")).otherwise(pl.lit("存续")).alias("registration_status"),
        "established_date",
        pl.col("capital_fen").alias("registered_capital_cny"),
        "county_name",
        "town_name",
        "address",
        "industry_code",
        "industry_name",
        "legal_person",
        "phone",
    )


def above_scale_roster(world: World, year: int) -> pl.DataFrame:
    """economy.above_scale_roster of a data year."""
    listed = roster(world, year)
    firm = firm_columns(
        world,
        listed["eid"],
        enterprise_uscc="uscc",
        enterprise_name="name",
        county_name="county_name",
        town_name="town_name",
        industry_code="industry_code",
    )
    return pl.concat([firm, listed.select("roster_change")], how="horizontal")


def economy_output(world: World, year: int) -> pl.DataFrame:
    """economy.output of a data year."""
    figures = output(world, year)
    firm = firm_columns(
        world,
        figures["eid"],
        enterprise_uscc="uscc",
        enterprise_name="name",
        county_name="county_name",
        industry_code="industry_code",
    )
    names = {
        "output_fen": "output_value_cny",
        "value_added_fen": "value_added_cny",
        "revenue_fen": "revenue_cny",
        "rd_fen": "rd_cny",
        "energy_e2": "energy_tce",
        "staff": "staff_avg_count",
    }
    return pl.concat([firm, figures.drop("eid").rename(names)], how="horizontal")


def issue(world: World, domain: str, known: pl.DataFrame) -> pl.DataFrame:
    """<domain>.issue as its keeper restates it (see ``problems.as_known``)."""
    frame = known.with_row_index("_rank").with_columns(pl.col("_rank").cast(pl.Int64))
    extra = (
        [
            pl.col("illegal_area_e4").alias("illegal_area_sqm"),
            pl.lit("钢结构").alias("structure"),
            pl.when(pl.col("closed_date").is_not_null()).then(pl.col("illegal_area_e4")).alias("disposed_area_sqm"),
            pl.when(is_demolition_decided()).then(pl.lit("是")).otherwise(pl.lit("否")).alias("is_demolition_decided"),
        ]
        if domain == "illegal_construction"
        else []
    )
    return frame.select(
        "issue_no",
        "county_name",
        "town_name",
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


NO_PERMIT = 9
"""Last digit of the drawn firms without a permit."""


def permit(world: World) -> pl.DataFrame:
    """environment.permit: nine firms in ten, most of them by 登记; of the staged ones those that hold one."""
    without = (pl.col("eid") % 10 == NO_PERMIT) & ~staged.is_staged() | staged.is_staged(staged.WITHOUT_PERMIT)
    firms = world.enterprises.filter(~without)
    kind = pl.when(staged.is_staged()).then(2).otherwise((pl.col("eid") % 10).clip(0, 2))
    start = (
        pl.when(staged.is_staged(staged.PERMIT_EXPIRED))
        .then(world.window.first // 12 - 7)
        .otherwise(pl.col("established_date").dt.year() % 3 + 2020)
    )
    span = start.cast(pl.String) + "-03-01至" + (start + 5).cast(pl.String) + "-02-28"
    return firms.select(
        pl.concat_str("uscc", pl.lit("001"), kind.replace_strict({0: "P", 1: "Q", 2: "X"})).alias("permit_no"),
        pl.col("name").alias("holder_name"),
        pl.col("uscc").alias("holder_uscc"),
        kind.replace_strict({0: "重点管理", 1: "简化管理", 2: "登记管理"}).alias("permit_kind"),
        "industry_name",
        pl.lit("浙江省").alias("province_name"),
        "county_name",
        span.alias("valid"),
        pl.date(start, 2, 20).alias("issued_date"),
        "address",
    )


def key_unit(world: World) -> pl.DataFrame:
    """environment.key_unit: one firm in forty."""
    firms = world.enterprises.filter(pl.col("eid") % 40 == 0)
    n = len(firms)
    rng = rng_for(world.seed, world.region, 10)
    return firms.select(
        pl.col("name").alias("unit_name"),
        pl.col("uscc").alias("unit_uscc"),
        pl.lit("否").alias("is_listed_company"),
        "established_date",
        pl.col("name").alias("site_name"),
        (pl.col("uscc").str.slice(8, 9) + "001").alias("site_code"),
        pl.lit(pl.Series(rng.choice(["废水", "废气", "废气,土壤,危废"], n))).alias("pollution_kinds"),
        "industry_name",
        "address",
        "county_name",
        pl.lit("是").alias("has_national_permit"),
        ("120." + pl.lit(pl.Series(rng.integers(100000, 999999, n))).cast(pl.String)).alias("longitude_deg"),
        ("29." + pl.lit(pl.Series(rng.integers(100000, 999999, n))).cast(pl.String)).alias("latitude_deg"),
        pl.lit("否").alias("is_stopped"),
    )


def snapshot_day(world: World) -> str:
    """Date of the snapshots at the end of the window."""
    return month_end(world.window.last).isoformat()
