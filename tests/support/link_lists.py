"""Lists that name enterprises, for tests of links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from identity.enterprise.derive import ENTERPRISE_OUTPUTS, derive_enterprises
from identity.stage import derive
from ingest.contracts.contract import Contract
from park_brain import database
from park_brain.installation import Installation
from tests.support.selected_fixture import Selected

FIRST, SECOND, THIRD = "91330683MA2000019N", "91330683MA2000027H", "91330683MA2000035C"
FIRMS = [(FIRST, "嵊州恒盛机械有限公司"), (SECOND, "嵊州永鑫纺织有限公司")]
DAY = "2024-01-05"


class Lists:
    """A home whose lists are written again with every derivation."""

    def __init__(self, home: Installation, contracts: Mapping[str, Contract]) -> None:
        self.home, self.contracts = home, contracts
        self.selected = Selected(home, contracts)

    def registry(self, *firms: tuple[str, str], **columns: str) -> None:
        rows = [dict(enterprise_uscc=c, enterprise_name=n, registration_status="存续") | columns for c, n in firms]
        self.selected.deliver("registry.enterprise", "2023-12-31", rows)

    def fire(self, *named: tuple[str | None, str], address: str | None = None) -> None:
        rows = [dict(issue_no=f"F{n}", enterprise_uscc=c, enterprise_name=m) for n, (c, m) in enumerate(named)]
        self.selected.deliver("fire.issue", "2023-06", [row | dict(address=address) for row in rows])

    def emissions(self, *named: tuple[str | None, str]) -> None:
        rows = [dict(enterprise_uscc=c, enterprise_name=n) for c, n in named]
        self.selected.deliver("environment.emission", "2023", rows)

    def decide(self, number: str, action: str, received: int = 1, **columns: str | None) -> None:
        row = dict(decision_no=number, action=action, reason="核对营业执照", decided_date=DAY) | columns
        self.selected.deliver("data_centre.enterprise_link", DAY, [row], received_at=datetime(2024, 2, received))

    def derive(self) -> dict[tuple[str, str], dict]:
        self.selected.write()
        derive(self.home, self.contracts)
        return self.keys()

    def derive_alone(self) -> dict[tuple[str, str], dict]:
        """The tables of enterprises only, without parcels and polygons."""
        self.selected.write()
        self.home.derived.mkdir(parents=True, exist_ok=True)
        with database.connect(self.home.tmp, threads=1) as connection:
            derive_enterprises(connection, self.home, self.contracts, date.max)
            for name in ENTERPRISE_OUTPUTS:
                target = self.home.derived / f"{name}.parquet"
                connection.execute(f"copy (from {name} order by all) to '{target}' (format parquet)")
        return self.keys()

    def keys(self) -> dict[tuple[str, str], dict]:
        return {(key["uscc_text"], key["name_text"]): key for key in self.table("enterprise_key")}

    def table(self, name: str) -> list[dict]:
        return pl.read_parquet(self.home.derived / f"{name}.parquet").to_dicts()
