"""Simulator: problems of four domains with their life cycles."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.expressions import first_of
from simulator.options import Window, month_end, month_start
from simulator.world.enterprises import rng_for

DOMAINS = ("environment", "safety", "fire", "illegal_construction")
BY_SEVERITY = ("safety", "fire")
"""Domains where 隐患等级 重大 is major; in the others 督办 or 立案 is (docs/readings.md, 四无)."""
MAJOR_SUPERVISION = ("挂牌督办", "督察交办", "立案")
SHARE = {"environment": 0.10, "safety": 0.18, "fire": 0.12, "illegal_construction": 0.08}
"""Cases per enterprise."""
STORIES = {
    "environment": (("废气收集设施未正常运行", "大气"), ("危废仓库标识不规范", "固废"), ("雨污未分流", "水")),
    "safety": (("有限空间未设警示标志", "有限空间"), ("特种作业无证上岗", "特种作业"), ("粉尘未及时清扫", "粉尘")),
    "fire": (("疏散通道堵塞", "疏散设施"), ("消火栓无水", "消防设施"), ("违规使用彩钢板搭建", "建筑防火")),
    "illegal_construction": (("厂区内违法搭建钢棚", "搭建"), ("屋顶加层", "加层"), ("占用绿化带建设仓库", "占地")),
}
CODES = {"environment": "HB", "safety": "AQ", "fire": "XF", "illegal_construction": "WJ"}
Days = NDArray[np.datetime64]
REPORTS = pl.List(
    pl.Struct({"month": pl.Int64, "status": pl.String, "finished": pl.Date, "acceptance": pl.String, "closed": pl.Date})
)


def draw_problems(
    seed: int,
    region: str,
    domain: str,
    enterprises: pl.DataFrame,
    window: Window,
    first_found: int,
) -> pl.DataFrame:
    """One row per case ever found by the end of the window, with dates as they turn out in the end.

    ``stage``, ``reports``: empty here; of the staged cases (``cases.issues``) their kind and what registers report.

    ``first_found``: no case is found before this month (it lets an early delivery be a true 零报告).
    """
    rng = rng_for(seed, region, 5, DOMAINS.index(domain))
    n = max(8, int(len(enterprises) * SHARE[domain]))
    begin = np.datetime64(month_start(first_found), "D")
    span = int((np.datetime64(month_end(window.last), "D") - begin).astype(int)) + 1
    found = np.sort(begin + rng.integers(0, span, n).astype("timedelta64[D]"))
    firm = enterprises[rng.integers(len(enterprises), size=n)]
    story = rng.integers(3, size=n)
    frame = firm.select("eid", "uscc", "name", "county_code", "county_name", "town_name", "address").with_columns(
        pl.Series("found_date", found),
        pl.Series([s[0] for s in STORIES[domain]]).gather(story).alias("description"),
        pl.Series([s[1] for s in STORIES[domain]]).gather(story).alias("issue_category"),
        *_ranks(domain, n, rng),
        *_dates(found, rng),
        (pl.Series(rng.integers(1, 60, n)) * 250_000).alias("illegal_area_e4"),
    )
    frame = _moved(frame, rng)
    year = frame["found_date"].dt.year().cast(pl.String)
    number = pl.Series(np.arange(1, n + 1)).cast(pl.String).str.zfill(5)
    frame = frame.with_columns((frame["county_code"] + f"-{CODES[domain]}-" + year + "-" + number).alias("issue_no"))
    return frame.with_columns(stage=pl.lit(None, pl.String), reports=pl.lit(None, REPORTS))


def on_parcels(problems: pl.DataFrame, parcels: pl.DataFrame) -> pl.DataFrame:
    """Problems with the ``land_code`` of the first parcel that their enterprise holds."""
    held = parcels.filter(pl.col("holder") >= 0).unique("holder", keep="first", maintain_order=True)
    return problems.join(
        held.select("holder", "land_code"), left_on="eid", right_on="holder", how="left", maintain_order="left"
    )


def _ranks(domain: str, n: int, rng: np.random.Generator) -> list[pl.Series]:
    by_severity = domain in BY_SEVERITY
    shares = [0.6, 0.3, 0.1]
    severity = rng.choice(["一般", "较大", "重大"], n, p=shares)
    watch = [0.03, 0.03, 0.04, 0.9] if not by_severity else [0.02, 0.0, 0.02, 0.96]
    supervision = rng.choice([*MAJOR_SUPERVISION, "无"], n, p=watch)
    major = severity == "重大" if by_severity else np.isin(supervision, MAJOR_SUPERVISION)
    return [
        pl.Series("severity", severity),
        pl.Series("supervision_kind", supervision),
        pl.Series("is_major", major),
        pl.Series("source", rng.choice(["日常检查", "群众举报", "专项督查", "企业自查"], n)),
    ]


def _dates(found: Days, rng: np.random.Generator) -> list[pl.Series]:
    """Deadline (one in twenty open-ended), planned finish and closing; a quarter never close."""
    n = len(found)
    nat = np.datetime64("NaT", "D")
    deadline = found + rng.integers(15, 120, n).astype("timedelta64[D]")
    finished = found + rng.integers(3, 150, n).astype("timedelta64[D]")
    closed = finished + rng.integers(0, 20, n).astype("timedelta64[D]")
    never = rng.random(n) < 0.25
    return [
        pl.Series("deadline_date", np.where(rng.random(n) < 0.05, nat, deadline)),
        pl.Series("finished_date", np.where(never, nat, finished)),
        pl.Series("closed_date", np.where(never, nat, closed)),
    ]


def _moved(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """A few cases lie in another county than the firm's registration: the case's own county counts."""
    other = frame[rng.integers(len(frame), size=len(frame))]
    away = pl.Series(rng.random(len(frame)) < 0.03)
    place = ("county_code", "county_name", "town_name", "address")
    return frame.with_columns(
        pl.when(away).then(other[column]).otherwise(pl.col(column)).alias(column) for column in place
    )


def as_known(cases: pl.DataFrame, month: int) -> pl.DataFrame:
    """The register as its keeper can restate it at the end of a month, with the state of each case then."""
    day = month_end(month)
    known = cases.filter(pl.col("found_date") <= day)
    happened = {c: pl.when(pl.col(c) <= day).then(pl.col(c)).alias(c) for c in ("finished_date", "closed_date")}
    known = known.with_columns(*happened.values())
    status = first_of(
        (pl.col("closed_date").is_not_null(), "已销号"),
        (pl.col("finished_date").is_not_null(), "申请验收"),
        (pl.col("found_date") > pl.lit(day).dt.offset_by("-10d"), "列入"),
        otherwise="整改中",
    )
    accepted = pl.when(pl.col("closed_date").is_not_null()).then(pl.lit("通过"))
    known = known.with_columns(status.alias("issue_status"), accepted.alias("acceptance_result"))
    return as_reported(known, month)


def as_reported(known: pl.DataFrame, month: int) -> pl.DataFrame:
    """Rows of a register with status, dates and acceptance of staged cases as that month's register reports them."""
    names = {
        "status": "issue_status",
        "finished": "finished_date",
        "acceptance": "acceptance_result",
        "closed": "closed_date",
    }
    then = pl.col("reports").list.eval(pl.element().filter(pl.element().struct.field("month") <= month)).list.last()
    return known.with_columns(
        pl.when(pl.col("reports").is_not_null()).then(then.struct.field(old)).otherwise(pl.col(new)).alias(new)
        for old, new in names.items()
    )
