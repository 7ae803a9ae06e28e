"""Simulator: tax rows month by month (amounts in integer fen)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator.options import month_start
from simulator.world.enterprises import ELSEWHERE, MONTHLY, QUARTERLY, ZERO, Ints, rng_for
from simulator.world.parcels import Land

TAX_TYPES = (
    "增值税",
    "城市维护建设税",
    "教育费附加",
    "地方教育附加",
    "企业所得税",
    "印花税",
    "城镇土地使用税",
    "房产税",
    "环境保护税",
    "消费税",
    "免抵调增增值税",
    "留抵退税",
    "个人所得税",
    "社会保险费",
    "罚没收入",
    "海关代征",
    "车船税",
    "资源税",
    "土地增值税",
)
FIRMS_PER_REFUND = 300
REFUND_MONTH, REFUND_FACTOR = 6, 60
CONTRIBUTION = frozenset(TAX_TYPES) - {"留抵退税", "个人所得税", "社会保险费", "罚没收入", "海关代征"}
"""税收实际贡献 (docs/readings.md, Tax): no withheld income tax, customs, social insurance or fines;
留抵退税 added back."""


@dataclass(frozen=True)
class Payers:
    """Who pays what: fixed for the whole window, so that a firm's tax history hangs together."""

    base_fen: Ints
    monthly: Ints
    quarterly: Ints
    zero: Ints
    elsewhere: Ints
    habits: NDArray[np.float64]
    """(n, 4): city tax, education, withheld tax, owner-like habits as uniform draws."""
    parcel_code: pl.Series
    """A parcel the firm holds, named in land and property tax; null where it holds none."""
    former_code: pl.Series
    """The code that parcel had (null: none, or it was another firm's) before ``changed_month``."""
    changed_month: pl.Series
    """Month in which the parcel got its code; null where it always had it."""
    refunded: Ints
    """Firms that get back more in one month than they pay in a year."""
    staged: pl.DataFrame
    """eid, month_of_year (0 to 11), fen: what staged firms pay, to the fen."""

    def parcel_codes(self, month: int) -> pl.Series:
        """Code, as known in a month, of the parcel each firm names."""
        past = self.changed_month > month
        return pl.select(
            pl.when(past.fill_null(value=False)).then(self.former_code).otherwise(self.parcel_code)
        ).to_series()


def draw_payers(seed: int, region: str, enterprises: pl.DataFrame, land: Land) -> Payers:
    """Sort the enterprises by tax class and fix their habits."""
    rng = rng_for(seed, region, 3)
    n = len(enterprises)
    kind = enterprises["tax_class"].to_numpy()
    code = _named_parcels(enterprises, land)
    holders = code.filter(pl.col("land_code").is_not_null(), ~enterprises["on_roster"])["eid"].to_numpy()
    small = holders[np.isin(holders, np.flatnonzero(kind == QUARTERLY)) & (holders % 4 != 0)]
    return Payers(
        base_fen=(enterprises["scale"].to_numpy() * 600_000).astype(np.int64) + 1000,
        monthly=np.flatnonzero(kind == MONTHLY),
        quarterly=np.flatnonzero(kind == QUARTERLY),
        zero=np.flatnonzero(kind == ZERO),
        elsewhere=np.flatnonzero(kind == ELSEWHERE),
        habits=rng.random((n, 4)),
        parcel_code=code["land_code"],
        former_code=code["former_code"],
        changed_month=code["changed_month"],
        refunded=small[: 1 + n // FIRMS_PER_REFUND],
        staged=pl.DataFrame(schema={"eid": pl.Int64, "month_of_year": pl.Int64, "fen": pl.Int64}),
    )


def _named_parcels(enterprises: pl.DataFrame, land: Land) -> pl.DataFrame:
    """Per firm the first coded parcel it holds, the code it had (of a merged one its first part's), until when."""
    first_part = land.parts.filter(pl.col("part") == 0).select("pid", part_code="land_code")
    held = land.parcels.filter(pl.col("holder") >= 0, pl.col("land_code").is_not_null())
    held = held.unique("holder", keep="first", maintain_order=True).join(first_part, on="pid", how="left")
    day = pl.col("change_date")
    first = held.select(
        "holder",
        "land_code",
        pl.when(pl.col("sold_by").is_null()).then(pl.coalesce("former_code", "part_code")).alias("former_code"),
        (day.dt.year().cast(pl.Int64) * 12 + day.dt.month() - 1).alias("changed_month"),
    )
    return enterprises.select("eid").join(first, left_on="eid", right_on="holder", how="left", maintain_order="left")


def month_rows(seed: int, region: str, month: int, payers: Payers) -> pl.DataFrame:
    """All rows paid in a month: eid, tax_type, accrual_month, paid_date, fen, land_code, note."""
    rng = rng_for(seed, region, 4, month)
    blocks = [*_every_month(month, payers, rng), *_special(month, payers, rng)]
    if month % 3 == 0:
        blocks += _every_quarter(month, payers, rng)
    if month % 12 == REFUND_MONTH:
        back = payers.base_fen[payers.refunded] * REFUND_FACTOR
        blocks.append(_block(payers.refunded, "增值税", month - 2, -back.astype(np.float64), "退税"))
    if month % 12 in (4, 10):
        blocks += _half_yearly(month, payers, rng)
    frame = pl.concat([block for block in blocks if len(block)])
    frame = frame.with_columns(_paid_dates(month, len(frame), rng))
    frame = pl.concat([frame, _staged(month, payers)])
    named = pl.col("tax_type").is_in([TAX_TYPES.index("城镇土地使用税"), TAX_TYPES.index("房产税")])
    code = payers.parcel_codes(month).gather(frame["eid"])
    frame = frame.with_columns(pl.when(named).then(code).alias("land_code"))
    return frame.sort("eid", "tax_type", "accrual_month", maintain_order=True)


def _block(eid: Ints, tax: str, accrual: int, fen: NDArray[np.float64], note: str | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "eid": pl.Series(eid, dtype=pl.Int64),
            "tax_type": pl.Series(np.full(len(eid), TAX_TYPES.index(tax)), dtype=pl.Int64),
            "accrual_month": pl.Series(np.full(len(eid), accrual), dtype=pl.Int64),
            "fen": pl.Series(np.round(fen).astype(np.int64), dtype=pl.Int64),
            "note": pl.Series([note], dtype=pl.String).gather(np.zeros(len(eid), np.int64)),
        }
    )


def _some(eid: Ints, share: float, rng: np.random.Generator) -> Ints:
    return eid[rng.random(len(eid)) < share]


def _amounts(eid: Ints, payers: Payers, factor: float, rng: np.random.Generator) -> NDArray[np.float64]:
    return payers.base_fen[eid] * factor * rng.lognormal(0, 0.3, len(eid)) + 1


def _every_month(month: int, payers: Payers, rng: np.random.Generator) -> list[pl.DataFrame]:
    """VAT of monthly payers without a gap, and what hangs on it."""
    firms = payers.monthly
    vat = np.round(_amounts(firms, payers, 1.0, rng))
    city, school, wages = (payers.habits[firms, i] for i in range(3))
    accrual = month - 1
    insured = np.concatenate([firms[city > 0.95], payers.zero[payers.habits[payers.zero, 0] < 0.3]])
    return [
        _block(firms, "增值税", accrual, vat),
        _block(firms[city < 0.55], "城市维护建设税", accrual, vat[city < 0.55] * 0.07 + 1),
        _block(firms[school < 0.30], "教育费附加", accrual, vat[school < 0.30] * 0.03 + 1),
        _block(firms[school < 0.10], "地方教育附加", accrual, vat[school < 0.10] * 0.02 + 1),
        _block(firms[wages < 0.15], "个人所得税", accrual, vat[wages < 0.15] * 0.1 + 1),
        _block(insured, "社会保险费", accrual, _amounts(insured, payers, 0.2, rng)),
    ]


def _special(month: int, payers: Payers, rng: np.random.Generator) -> list[pl.DataFrame]:
    """Refunds (negative), exporters' 免抵, fines and the rare types."""
    firms = payers.monthly
    refund, credit = _some(firms, 0.006, rng), _some(firms, 0.01, rng)
    export, settle = _some(firms, 0.06, rng), _some(firms, 0.05 if month % 12 == 4 else 0.0, rng)
    blocks = [
        _block(refund, "增值税", month - 2, -_amounts(refund, payers, 0.4, rng), "退税"),
        _block(credit, "留抵退税", month - 2, -_amounts(credit, payers, 1.5, rng), "留抵退税"),
        _block(settle, "企业所得税", month // 12 * 12 - 1, -_amounts(settle, payers, 0.3, rng), "汇算清缴退税"),
        _block(export, "免抵调增增值税", month - 1, _amounts(export, payers, 0.5, rng)),
    ]
    for tax, share in (
        ("消费税", 0.005),
        ("罚没收入", 0.005),
        ("海关代征", 0.01),
        ("车船税", 0.01),
        ("资源税", 0.003),
        ("土地增值税", 0.002),
    ):
        some = _some(firms, share, rng)
        blocks.append(_block(some, tax, month - 1, _amounts(some, payers, 0.3, rng)))
    return blocks


def _every_quarter(month: int, payers: Payers, rng: np.random.Generator) -> list[pl.DataFrame]:
    """Small taxpayers' VAT, prepaid income tax, stamp and environment tax in the first month of a quarter."""
    small, firms = _some(payers.quarterly, 0.85, rng), payers.monthly
    income = np.concatenate([_some(firms, 0.85, rng), _some(payers.quarterly, 0.25, rng)])
    stamp, green = _some(firms, 0.4, rng), _some(firms, 0.08, rng)
    return [
        _block(small, "增值税", month - 1, _amounts(small, payers, 0.6, rng)),
        _block(income, "企业所得税", month - 1, _amounts(income, payers, 1.2, rng)),
        _block(stamp, "印花税", month - 1, _amounts(stamp, payers, 0.02, rng)),
        _block(green, "环境保护税", month - 1, _amounts(green, payers, 0.05, rng)),
    ]


def _half_yearly(month: int, payers: Payers, rng: np.random.Generator) -> list[pl.DataFrame]:
    """Land and property tax of firms with habits of owners; also of some that consolidate elsewhere."""
    firms = payers.monthly[payers.habits[payers.monthly, 3] < 0.6]
    away = payers.elsewhere[payers.habits[payers.elsewhere, 3] < 0.5]
    both = np.concatenate([firms, away])
    return [
        _block(both, "城镇土地使用税", month - 1, _amounts(both, payers, 0.8, rng)),
        _block(firms, "房产税", month - 1, _amounts(firms, payers, 0.7, rng)),
    ]


def _staged(month: int, payers: Payers) -> pl.DataFrame:
    now = payers.staged.filter(pl.col("month_of_year") == month % 12)
    rows = _block(now["eid"].to_numpy(), "增值税", month - 1, now["fen"].to_numpy().astype(np.float64))
    return rows.with_columns(pl.lit(month_start(month)).dt.offset_by("9d").alias("paid_date"))


def _paid_dates(month: int, n: int, rng: np.random.Generator) -> pl.Series:
    """Days 1 to 25 of the month; one in a hundred unknown (then the batch's month counts)."""
    days = np.datetime64(month_start(month), "D") + rng.integers(0, 25, n).astype("timedelta64[D]")
    return pl.Series("paid_date", np.where(rng.random(n) < 0.01, np.datetime64("NaT", "D"), days))


@dataclass
class TaxLedger:
    """Contribution per enterprise and year, added up while the months are written."""

    n: int
    fen: dict[int, np.ndarray[tuple[int], np.dtype[np.int64]]] = field(default_factory=dict)
    rows: dict[int, np.ndarray[tuple[int], np.dtype[np.int64]]] = field(default_factory=dict)
    income_fen: dict[int, np.ndarray[tuple[int], np.dtype[np.int64]]] = field(default_factory=dict)
    """企业所得税 alone."""

    def add(self, year: int, tax_rows: pl.DataFrame) -> None:
        """Book one month's rows; types outside the contribution are left out."""
        counted = [i for i, tax in enumerate(TAX_TYPES) if tax in CONTRIBUTION]
        income = pl.col("fen").filter(pl.col("tax_type") == TAX_TYPES.index("企业所得税")).sum().alias("income")
        counted_rows = tax_rows.filter(pl.col("tax_type").is_in(counted))
        part = counted_rows.group_by("eid").agg(pl.col("fen").sum(), pl.len(), income)
        for book, column in ((self.fen, "fen"), (self.rows, "len"), (self.income_fen, "income")):
            total = book.setdefault(year, np.zeros(self.n, np.int64))
            total[part["eid"].to_numpy()] += part[column].to_numpy().astype(np.int64)
