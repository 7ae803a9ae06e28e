"""Worlds that are simulated and refreshed once per test session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from park_brain.line import Run, refresh
from tests.support.worlds import World, simulated
from warehouse.build import stage as building
from warehouse.build.dbt_run import run_dbt


@pytest.fixture(scope="module")
def facts_alone() -> Iterator[None]:
    """Builds facts without what judges them (lists, evaluation, indicators) and without dbt's tests: the worlds
    below run all."""
    yield from _built_by("--select", "+dq_*", "+dim_*", "+fct_parcel_enterprise_year", "+fct_issue", "+fct_permit")


@pytest.fixture(scope="module")
def evaluation_alone() -> Iterator[None]:
    """The same of the evaluation and what it rests on."""
    yield from _built_by(
        "--select", "+eval_grade", "+eval_score", "+dim_eval_unit", "+bridge_eval_unit_enterprise", "+dq_*"
    )


def _built_by(*choice: str) -> Iterator[None]:
    arguments = ["build", "--exclude-resource-types", "test", "unit_test", *choice]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "run_dbt", lambda home, _, threads: run_dbt(home, arguments, threads))
        yield


@pytest.fixture(scope="session")
def make_world(tmp_path_factory) -> Callable[..., World]:
    def make(**options: object) -> World:
        out = tmp_path_factory.mktemp("world")
        home, as_of = simulated(out, **options)
        run = refresh(home, as_of)
        assert isinstance(run, Run)
        return World(home, run, out / "truth")

    return make


@pytest.fixture(scope="session")
def clean_world(make_world) -> World:
    """Three regions without any fault."""
    return make_world(faults="none")


@pytest.fixture(scope="session")
def faulty_world(make_world) -> World:
    """A region with the faults departments make most."""
    return make_world(faults="default", regions=("330683",))
