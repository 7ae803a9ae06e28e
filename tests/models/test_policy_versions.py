"""Rules are data: a new version of a seed row takes effect from its date and leaves earlier periods as they were."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from identity.stage import derive
from park_brain.installation import Installation
from tests.support.selected_fixture import Selected
from tests.support.stories import AS_OF, firm
from warehouse.build import dbt_run
from warehouse.build import stage as building

DAY = "2023-12-31"
MODELS = ("+gov_enterprise", "+eval_score")
Rows = Callable[[str], list[tuple[object, ...]]]


def tell(home: Installation, contracts) -> None:
    """Two firms on 15 亩 each that pay 13 and 4 万元/亩 in 2022 and in 2023; neither is above scale."""
    selected = Selected(home, contracts)
    names = ("甲公司", "乙公司")
    land = dict(land_area_sqm=10000, land_status="在用", ownership="国有")
    codes = [f"330683001001GB0000{number}" for number in (1, 2)]
    parcels = [
        firm("holder", name) | land | dict(land_code=land_code, location=f"路{land_code[-1]}号")
        for name, land_code in zip(names, codes, strict=True)
    ]
    selected.deliver("land.parcel_register", DAY, parcels)
    selected.deliver(
        "registry.enterprise", DAY, [firm("enterprise", n) | dict(registration_status="存续") for n in names]
    )
    selected.deliver("tax.registration", DAY, [firm("taxpayer", n) | dict(registration_status="正常") for n in names])
    for year in (2022, 2023):
        selected.deliver("economy.above_scale_roster", str(year), [])
        for month in range(1, 13):
            paid = dict(tax_type="增值税", paid_date=date(year, month, 10))
            rows = [
                firm("taxpayer", n) | paid | dict(amount_cny=m) for n, m in zip(names, ("162500", "50000"), strict=True)
            ]
            selected.deliver("tax.tax_paid", f"{year}-{month:02d}", rows, received_at=datetime(year, month, 28))
    selected.write()
    derive(home, contracts)
    selected.write_lineage()


class Project:
    """A copy of the dbt project whose seeds a test may edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(dbt_run.PROJECT, folder, ignore=shutil.ignore_patterns("target", "logs"))

    def edit(self, seed: str, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
        """Rewrite a policy seed."""
        path = self.folder / "seeds" / "policy" / f"{seed}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(rows))

    def new_version(self, seed: str, key: dict[str, str], start: date, **values: str) -> None:
        """End the one row with this key the day before ``start``, and go on with other values."""

        def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
            (row,) = [row for row in rows if row.items() >= key.items()]
            after = {**row, "valid_from": start.isoformat(), **values}
            row["valid_to"] = date.fromordinal(start.toordinal() - 1).isoformat()
            return [*rows, after]

        self.edit(seed, change)


@pytest.fixture(scope="module")
def patched() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def project(tmp_path_factory, patched) -> Project:
    """The copy that dbt works on from here on."""
    project = Project(tmp_path_factory.mktemp("copy") / "dbt")
    patched.setattr(dbt_run, "PROJECT", project.folder)
    return project


@pytest.fixture(scope="module")
def built(tmp_path_factory, contracts, patched, project) -> Installation:
    """The story with one scheme that scores 亩均税收 against a base value of 10 万元/亩."""
    home = Installation(tmp_path_factory.mktemp("policy"))
    project.edit("eval_scheme", lambda rows: [{**r, "scorer": "ratio_to_base", "base_factor": ""} for r in rows])
    kept = {"scheme_code": "DEFAULT_BELOW", "indicator_code": "tax_wan_cny_per_mu"}
    project.edit("eval_indicator", lambda rows: [{**r, "base_value": "10"} for r in rows if r.items() >= kept.items()])
    patched.setattr(building, "run_dbt", lambda home, _, threads: run(home, *MODELS))
    tell(home, contracts)
    building.build(home, contracts, as_of=AS_OF, business_date=AS_OF.date())
    return home


def run(home: Installation, *select: str) -> list[dbt_run.NodeResult]:
    """Build these models without the tests, which need all of them."""
    results = dbt_run.run_dbt(home, ["build", "--select", *select, "--exclude-resource-types", "test", "unit_test"])
    assert results and all(result.status in ("success", "pass") for result in results)
    return results


def asker(home: Installation) -> Rows:
    def rows(sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(home.build_file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return rows


def test_a_deadline_takes_effect_from_its_date(story_home, project, tmp_path):
    """The scorecard shows the target in force on the business date; one that begins later is not seen yet.

    First of this file: the stories of the other tests are built before ``project`` takes the place of the seeds.
    """
    home = Installation(tmp_path)
    home.build_file.parent.mkdir(parents=True)
    shutil.copyfile(story_home.build_file, home.build_file)
    home.prepare()
    rows = asker(home)
    cards = "select target_id, scope_kind, domain, base_kind, due_date from mart.ind_scorecard order by all"
    before = rows(cards)
    key = {"target_id": "T1", "region_code": "330683", "scope_kind": "region", "valid_to": ""}
    project.new_version("policy_target", key, date(2024, 1, 21), due_date="2025-12-31")
    run(home, "policy_target+,+ind_scorecard")
    assert rows(cards) == before
    project.edit("policy_target", lambda rows: [_earlier(row) for row in rows])
    run(home, "policy_target+,+ind_scorecard")
    moved = [row for row in rows(cards) if row not in before]
    assert moved == [("T1", "region", "", "none", date(2025, 12, 31))]
    assert len(rows(cards)) == len(before)


def _earlier(row: dict[str, str]) -> dict[str, str]:
    """Let the version of the 21st, and the end of the one before it, come six days sooner, before the business date."""
    days = {"2024-01-21": "2024-01-15", "2024-01-20": "2024-01-14"}
    return {column: days.get(value, value) for column, value in row.items()}


def test_a_threshold_takes_effect_from_its_date(built, project):
    rows = asker(built)
    bands = "select data_year, tier_code from mart.gov_enterprise where data_year > 2021 order by 1, tax_cny desc"
    before = rows(bands)
    assert before == [(y, tier) for y in (2022, 2023) for tier in ("key_guidance", "key_inspection")]
    whole = "select * from mart.gov_enterprise where data_year = 2022 order by enterprise_id"
    kept = rows(whole)
    key = {"region_code": "330683", "tier_code": "key_guidance", "valid_to": ""}
    project.new_version("policy_tier", key, date(2023, 12, 1), upper_value="12")
    assert len(run(built, "policy_tier+,+gov_enterprise")) < 20, "only what reads the seed is built again"
    assert rows(bands) == [*before[:2], (2023, None), (2023, "key_inspection")]
    assert rows(whole) == kept


def test_a_weight_takes_effect_from_its_date(built, project):
    rows = asker(built)
    scores = "select data_year, weight, score from mart.eval_score order by data_year, value desc"
    before = rows(scores)
    assert before == [(y, Decimal(50), Decimal(score)) for y in (2022, 2023) for score in ("65.0000", "20.0000")]
    key = {"scheme_code": "DEFAULT_BELOW", "valid_to": ""}
    project.new_version("eval_indicator", key, date(2024, 1, 1), weight="80")
    run(built, "eval_indicator+,+eval_score")
    assert rows(scores) == [*before[:2], (2023, Decimal(80), Decimal(104)), (2023, Decimal(80), Decimal(32))]
