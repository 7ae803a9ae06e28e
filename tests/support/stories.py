"""One small region with a story per rule, and how such stories are written, derived and built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from identity.stage import derive
from ingest.contracts.contract import Contract
from park_brain import codes as uscc
from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from warehouse.build import stage as building
from warehouse.build.dbt_run import PROJECT, run_dbt
from warehouse.build.stage import BuildReport

AS_OF = datetime(2024, 1, 20)
PARCEL, IDLE, SECOND = ("330683001001GB0000" + end for end in "123")


def code(number: int, division: str = "330683") -> str:
    """A valid code by the standards' own formulas, of the registry of a division."""
    inner = f"MA2{number:05d}"
    total = sum(uscc.INNER_ALPHABET.index(c) * w for c, w in zip(inner, uscc.INNER_WEIGHTS, strict=True))
    first17 = f"91{division}{inner}" + "0123456789X0"[11 - total % 11]
    total = sum(uscc.OUTER_ALPHABET.index(c) * w for c, w in zip(first17, uscc.OUTER_WEIGHTS, strict=True))
    return first17 + uscc.OUTER_ALPHABET[(31 - total % 31) % 31]


FIRMS = {"甲公司": code(1), "乙公司": code(2), "丙公司": code(3), "丁公司": code(4)}
OWNER, TENANT, SUBTENANT, ELSEWHERE = FIRMS.values()
Query = Callable[..., list[tuple[object, ...]]]
"""Rows of a query on built marts."""


def firm(kind: str, name: str) -> dict[str, str]:
    """The two columns that name an enterprise."""
    return {f"{kind}_uscc": FIRMS[name], f"{kind}_name": name}


def tell_land(selected: Selected) -> None:
    """甲 owns two parcels, lets 3000 ㎡ to 乙 from April to September; 乙 sublets a tenth of a floor to 丙."""
    day = "2023-12-31"
    parcels = [
        dict(land_code=PARCEL, location="路1号", land_area_sqm=10000, floor_area_sqm=20000, land_status="在用"),
        dict(land_code=IDLE, location="路2号", land_area_sqm=3000, land_status="闲置"),
        dict(land_code=SECOND, location="路3号", land_area_sqm=5000, land_status="在用"),
    ]
    for number in (0, 2):
        parcels[number] |= firm("holder", "甲公司")
    selected.deliver("land.parcel_register", day, [row | dict(ownership="国有") for row in parcels])
    lease = dict(land_area_sqm=3000, start_date=date(2023, 4, 1), end_date=date(2023, 9, 30))
    sublet = dict(tenure="出租", floor_area_sqm=1000, start_date=date(2023, 5, 1))
    owner, tenant = firm("occupant", "甲公司"), firm("occupant", "乙公司")
    rows = [
        owner | dict(tenure="自有", start_date=date(2020, 1, 1)),
        owner | lease | dict(tenure="出租") | firm("counterparty", "乙公司"),
        tenant | lease | dict(tenure="承租") | firm("counterparty", "甲公司"),
        tenant | sublet | firm("counterparty", "丙公司"),
    ]
    selected.deliver("land.occupancy", day, [row | dict(land_code=PARCEL, location="路1号") for row in rows])


def tell_firms(selected: Selected) -> None:
    """Four firms; 甲 and 乙 pay (乙 not in June, and under another name), 丙 pays nothing, 丁 pays elsewhere."""
    day = "2023-12-31"
    registry = [firm("enterprise", name) | dict(registration_status="存续") for name in FIRMS]
    taxpayers = [firm("taxpayer", name) | dict(registration_status="正常") for name in FIRMS]
    taxpayers[3]["is_consolidated_elsewhere"] = True  # type: ignore[assignment]
    selected.deliver("registry.enterprise", day, registry)
    selected.deliver("tax.registration", day, taxpayers)
    for month in range(1, 13):
        paid = dict(paid_date=date(2023, month, 10), tax_type="增值税")
        rows = [firm("taxpayer", "甲公司") | paid | dict(amount_cny="100.01")]
        rows += [firm("taxpayer", "甲公司") | paid | dict(tax_type="个人所得税", amount_cny="5.00")]
        if month != 6:
            rows += [dict(taxpayer_uscc=TENANT, taxpayer_name="乙公司（更名）", amount_cny="-7.00") | paid]
        selected.deliver("tax.tax_paid", f"2023-{month:02d}", rows, received_at=datetime(2023, month, 28))
    selected.deliver(
        "economy.above_scale_roster", "2023", [firm("enterprise", n) for n in ("甲公司", "丙公司", "丁公司")]
    )
    figures = dict(value_added_cny=1000000, revenue_cny=3000000, staff_avg_count=50)
    other = dict(value_added_cny=1000, revenue_cny=1000)
    selected.deliver(
        "economy.output", "2023", [firm("enterprise", "甲公司") | figures, firm("enterprise", "乙公司") | other]
    )


def tell_issues(selected: Selected) -> None:
    """A 重大 case open from February, overdue at the end of April, closed in June; one ordinary case stays open."""
    major = dict(issue_no="S1", severity="重大", found_date=date(2023, 2, 3), deadline_date=date(2023, 3, 31))
    closed = dict(closed_date=date(2023, 6, 30), issue_status="已销号")
    plain = dict(issue_no="S2", severity="一般", found_date=date(2023, 5, 3), issue_status="列入")
    early = firm("enterprise", "甲公司") | major | dict(issue_status="列入")
    selected.deliver("safety.issue", "2023-03", [early], received_at=datetime(2023, 4, 10))
    selected.deliver(
        "safety.issue",
        "2023-12",
        [firm("enterprise", "甲公司") | major | closed, plain | dict(enterprise_name="乙公司")],
    )


def tell(home: Installation, contracts: dict[str, Contract]) -> Selected:
    """All stories, not yet written."""
    selected = Selected(home, contracts)
    tell_land(selected)
    tell_firms(selected)
    tell_issues(selected)
    return selected


def build_story(
    home: Installation,
    selected: Selected,
    *files: str,
    only: Sequence[str] = (),
    as_of: datetime = AS_OF,
    threads: int | None = None,
) -> BuildReport:
    """Write, derive and build; successions of parcels as the stories tell them.

    ``only``: models to build, with all they rest on and the tests of what is there; those that the text of ``files``
    names go beside. Without either everything is built.
    """
    selected.write()
    derive(home, selected.contracts)
    selected.write_lineage()
    with pytest.MonkeyPatch.context() as patch:
        if names := [*only, *models_named_in(files)]:
            choice = ["--indirect-selection", "cautious", "--select", *(f"+{name}" for name in names)]
            patch.setattr(
                building, "run_dbt", lambda home, arguments, threads: run_dbt(home, arguments + choice, threads)
            )
        return building.build(home, selected.contracts, as_of=as_of, business_date=as_of.date(), threads=threads)


def models_named_in(files: Iterable[str]) -> list[str]:
    """Models whose name stands in the text of some files."""
    words = {word for file in files for word in re.findall(r"\w+", Path(file).read_text(encoding="utf-8"))}
    return sorted(words & {path.stem for path in (PROJECT / "models").rglob("*.sql")})


def table_hashes(database: Path) -> dict[str, tuple[int, int]]:
    """Rows and order-free hash of every mart."""
    with duckdb.connect(database, read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'mart' order by 1"
        ).fetchall()
        return {
            name: connection.execute(f"select count(*), sum(hash(t)::hugeint) from mart.{name} as t").fetchone()
            for (name,) in names
        }
