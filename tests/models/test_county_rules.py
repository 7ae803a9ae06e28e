"""A county's own rows take the place of the package's in the build: the figures of its region follow, others do not."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ingest.contracts.contract import Contract
from park_brain.installation import Installation
from park_brain.rules import check_rules
from park_brain.seeds import read_seed
from tests.support.stories import Query, build_story, tell

REGION, OTHER = "330683", "330681"
DUE = "select distinct due_date - window_end from mart.dq_completeness where list_code = 'tax.tax_paid'"
NEAR = "select distinct is_borderline from mart.fct_parcel_enterprise_year where tax_state = 'paid'"


def put(home: Installation, seed: str, changed: dict[str, str], **where: str) -> None:
    """Copy the row of a seed into the rules, with other values."""
    (row,) = (row for row in read_seed(seed) if where.items() <= row.items())
    home.rules.mkdir(exist_ok=True)
    values = (row | changed).values()
    (home.rules / f"{seed}.csv").write_text(f"{','.join(row)}\n{','.join(values)}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, contracts: dict[str, Contract]) -> Installation:
    """The stories in a county that asks for tax lists later and calls more firms borderline."""
    home = Installation(tmp_path_factory.mktemp("county"))
    put(home, "delivery_plan", {"due_days": "40"}, list_code="tax.tax_paid", region_code=REGION)
    put(home, "policy_parameter", {"number_value": "500"}, parameter_code="borderline_distance")
    check_rules(home)
    build_story(home, tell(home, contracts), only=("dq_completeness", "fct_parcel_enterprise_year"))
    return home


def asked(home: Installation, sql: str) -> set[tuple[object, ...]]:
    with duckdb.connect(home.build_file, read_only=True) as connection:
        return set(connection.execute(sql).fetchall())


def test_the_due_date_of_the_region_follows_and_no_other(own: Installation, ask: Query) -> None:
    for region, before, after in ((REGION, 15, 40), (OTHER, 15, 15)):
        only = f"{DUE} and region_code = '{region}'"
        assert (set(ask(only)), asked(own, only)) == ({(before,)}, {(after,)}), region


def test_a_threshold_changes_a_figure(own: Installation, ask: Query) -> None:
    assert set(ask(NEAR)) == {(False,)} and (True,) in asked(own, NEAR)


def test_only_what_was_changed_differs_from_the_package(own: Installation) -> None:
    merged = Path(own.work / "dbt" / "seeds")
    assert {path.name for path in merged.iterdir()} == {"delivery_plan.csv", "policy_parameter.csv"}
    rows = asked(own, "select count(*) from seed.delivery_plan")
    assert rows == {(len(read_seed("delivery_plan")),)}
