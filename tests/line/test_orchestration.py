"""The Dagster side of the line: light to load, the same release as `park refresh`, readable when it fails."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration import ui
from orchestration.dbt_graph import MANIFEST, ManifestMissingError, load_graph
from park_brain.installation import Installation
from park_brain.lock import writer_lock
from park_brain.release_folder import current_id, read_manifest
from tests.support.worlds import ASIDE, without

AS_OF = datetime(2023, 4, 20)
HEAVY = ["dbt", "great_expectations", "dagster_dbt", "polars", "pandas", "pyarrow", "sqlalchemy"]


@pytest.fixture(scope="module", autouse=True)
def manifest():
    if not MANIFEST.exists():
        from warehouse.build.stage import write_manifest

        write_manifest()


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory) -> Installation:
    """A small county whose release was made by the plain function behind `park refresh`."""
    from park_brain.line import refresh
    from simulator import SimulationOptions, simulate

    root = tmp_path_factory.mktemp("refreshed")
    simulate(
        SimulationOptions(
            out=root, regions=("330683",), enterprises=30, parcels=20, months=3, last_month="2023-03", format="csv"
        )
    )
    without(Installation(root), *ASIDE)
    refresh(Installation(root), AS_OF)
    return Installation(root)


@pytest.fixture
def same_inbox(refreshed, tmp_path, monkeypatch) -> Installation:
    """Another installation with the same deliveries; Dagster is pointed at it."""
    shutil.copytree(refreshed.inbox, tmp_path / "inbox")
    shutil.copytree(refreshed.lake, tmp_path / "lake")
    monkeypatch.setenv("PARK_HOME", str(tmp_path))
    return Installation(tmp_path)


def run_job() -> dg.ExecuteInProcessResult:
    from orchestration.definitions import defs

    return defs.resolve_job_def("refresh").execute_in_process(
        run_config={"resources": {"session": {"config": {"as_of": AS_OF.isoformat()}}}},
        raise_on_error=False,
        instance=dg.DagsterInstance.ephemeral(),
    )


def with_other_figures(home: Installation) -> None:
    """Let the current release look as if it had been made by older code, so that it is not used again."""
    path = home.releases / "current" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["content"]["figures"] = "older"
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def test_definitions_load_without_the_heavy_libraries_and_add_little_to_dagster():
    script = (
        "import sys, time\n"
        "start = time.perf_counter(); import dagster; dagster_alone = time.perf_counter() - start\n"
        "start = time.perf_counter(); import orchestration.definitions\n"
        "added = time.perf_counter() - start\n"
        f"heavy = set({HEAVY}) & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "print(dagster_alone, added)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, timeout=120, capture_output=True, text=True)
    alone, added = map(float, done.stdout.split())
    assert added < max(1.5, alone)  # measured 0.5 s beside 0.9 s; generous, the machine may be busy


def test_dagster_accepts_the_definitions(tmp_path):
    command = [Path(sys.executable).with_name("dagster"), "definitions", "validate", "-m", ui.MODULE]
    environment = os.environ | ui.prepare(Installation(tmp_path))
    done = subprocess.run(command, check=False, timeout=120, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_missing_manifest_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(ManifestMissingError, match="make env"):
        load_graph(tmp_path / "manifest.json", {})


def test_the_settings_of_the_ui_allow_one_run_and_no_telemetry(tmp_path):
    environment = ui.prepare(Installation(tmp_path))
    with dg.DagsterInstance.from_config(environment["DAGSTER_HOME"]) as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().run_queue_config.max_concurrent_runs == 1


def test_every_model_depends_on_assets_that_exist():
    from orchestration.definitions import defs

    graph = defs.resolve_asset_graph()
    external = [key.to_user_string() for key in graph.get_all_asset_keys() if not graph.get(key).is_materializable]
    assert external == []
    upstream = graph.get(dg.AssetKey(["staging", "stg_tax__tax_paid"])).parent_keys
    assert dg.AssetKey(["lists", "tax", "tax_paid"]) in upstream


def test_the_job_gives_the_release_of_park_refresh(refreshed, same_inbox, contracts):
    from orchestration.definitions import defs

    result = run_job()
    assert result.success
    assert current_id(same_inbox) == current_id(refreshed)
    ours, theirs = (read_manifest(home.releases / "current") for home in (same_inbox, refreshed))
    assert ours["content_sha256"] == theirs["content_sha256"]
    graph = defs.resolve_asset_graph()
    materialized = {event.asset_key for event in result.get_asset_materialization_events()}
    assert materialized == set(graph.materializable_asset_keys)
    evaluations = {e.asset_check_key: e for e in result.get_asset_check_evaluations()}
    assert set(evaluations) == set(graph.asset_check_keys)
    accounting = [e for key, e in evaluations.items() if key.name == "row_accounting"]
    assert len(accounting) == len(contracts) > 30
    assert all(e.passed for e in accounting)
    assert not list(same_inbox.alerts.glob("*"))
    from park_brain.fingerprints import inputs_fingerprint, nothing_new

    business_date = AS_OF.replace(tzinfo=UTC).date()
    assert nothing_new(same_inbox, inputs_fingerprint(same_inbox, business_date), AS_OF) is not None


def test_a_release_with_the_same_figures_is_used_again_and_its_warnings_are_shown(refreshed, same_inbox):
    shutil.copytree(refreshed.releases, same_inbox.releases, symlinks=True)
    result = run_job()
    assert result.success
    assert not same_inbox.build_file.exists()
    assert current_id(same_inbox) == current_id(refreshed)
    evaluations = [e for e in result.get_asset_check_evaluations() if "messages" in e.metadata]
    shown = {message for e in evaluations for message in e.metadata["messages"].value}
    assert shown == set(read_manifest(same_inbox.releases / "current")["warnings"])


def test_lost_rows_fail_the_accounting_and_stop_the_line(same_inbox):
    import duckdb

    lost = sorted((same_inbox.lake / "typed" / "fire.issue").rglob("*.parquet"))
    victim = next(f for f in lost if duckdb.sql(f"select count(*) from '{f}'").fetchone()[0] > 1)
    duckdb.sql(f"select * from '{victim}' limit 1").write_parquet(str(victim))
    result = run_job()
    assert not result.success
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed and e.check_name == "row_accounting"]
    assert [e.asset_key.path for e in failed] == [["lists", "fire", "issue"]]
    assert "the lake holds" in str(failed[0].metadata["wrong"].value)
    assert current_id(same_inbox) is None
    (report,) = same_inbox.alerts.glob("*.txt")
    assert "row_accounting" in report.read_text(encoding="utf-8")


def test_a_failed_build_leaves_an_alert_and_the_last_release(refreshed, same_inbox, monkeypatch):
    from warehouse.build import stage
    from warehouse.build.stage import BuildFailed

    shutil.copytree(refreshed.releases, same_inbox.releases, symlinks=True)
    before = current_id(same_inbox)
    with_other_figures(same_inbox)

    graph = load_graph(MANIFEST, {})
    broken = next(test for test in graph.tests if test.is_error and test.key[0] == "mart")

    def fail(*_, **__):
        raise BuildFailed([f"test {broken.name} (fail): 2 行", "model fct_issue (error): 没有这一列"])

    monkeypatch.setattr(stage, "build", fail)
    result = run_job()
    assert not result.success
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    assert [(e.check_name, tuple(e.asset_key.path)) for e in failed] == [(broken.check_name, broken.key)]
    (report,) = same_inbox.alerts.glob("*.txt")
    text = report.read_text(encoding="utf-8")
    assert f"test {broken.name} (fail)" in text and "fct_issue" in text and "没有这一列" not in text
    assert current_id(same_inbox) == before


def test_an_empty_inbox_never_becomes_a_release(tmp_path, monkeypatch):
    home = Installation(tmp_path)
    home.prepare()
    monkeypatch.setenv("PARK_HOME", str(home.root))
    assert not run_job().success
    assert not (home.releases / "current").exists()
    assert "no delivery can be used" in next(home.alerts.glob("*.txt")).read_text(encoding="utf-8")


def test_the_job_refuses_while_another_writer_works_and_says_who(same_inbox):
    with writer_lock(same_inbox):
        result = run_job()
    assert not result.success
    (report,) = same_inbox.alerts.glob("*.txt")
    assert f"process {os.getpid()}" in report.read_text(encoding="utf-8")
    with writer_lock(same_inbox):
        pass


def test_the_schedule_is_six_in_the_morning_in_zhejiang():
    from orchestration.automation import daily_schedule

    assert (daily_schedule.cron_schedule, daily_schedule.execution_timezone) == ("0 6 * * *", "Asia/Shanghai")
    assert daily_schedule.job_name == "refresh"
