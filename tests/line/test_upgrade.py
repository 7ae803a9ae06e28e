"""A kept home of 0.1 (330683, 20 enterprises, two refreshes of January 2024), upgraded."""

from __future__ import annotations

import stat
import tarfile
from pathlib import Path

import duckdb
import pytest

from ingest.arrivals import SIDECAR_SUFFIX
from ingest.lake.ledger import BatchRecord, read_records
from park_brain.fingerprints import LastRefresh
from park_brain.formats import OlderHomeError, home_format
from park_brain.installation import Installation
from park_brain.line import order, refresh
from park_brain.line.upgrade import upgrade
from park_brain.lock import WriterBusyError, writer_lock
from park_brain.release_folder import list_releases
from park_brain.release_reader import connect
from tests.support.places import ROOT
from warehouse.build import stage as building
from warehouse.build.dbt_run import run_dbt

pytestmark = pytest.mark.hostile

KEPT = ROOT / "tests" / "data" / "home-0.1.tar.xz"


@pytest.fixture(scope="module", autouse=True)
def _what_is_asked_alone():
    """Builds what is told and asked here without dbt's tests: the worlds of the line run all."""
    choice = ("--select", "+ind_published", "+dq_*", "+dim_*", "+fct_parcel_enterprise_year")
    arguments = ["build", "--exclude-resource-types", "test", "unit_test", *choice]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "run_dbt", lambda home, _, threads: run_dbt(home, arguments, threads))
        yield


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The kept home with a few damages: an upgrade is no harder on it than a refresh."""
    home = Installation(tmp_path_factory.mktemp("kept"))
    with tarfile.open(KEPT) as archive:
        archive.extractall(home.root, filter="data")
    first, second, third, *_ = sorted((home.lake / "ledger").glob("*.json"))
    batch = BatchRecord.model_validate_json(first.read_bytes())
    (home.inbox / batch.path).unlink()
    (home.lake / "arrivals" / f"{batch.arrival_id}.json").write_bytes(b"{")
    second.write_bytes(second.read_bytes()[:99])
    third.rename(third.with_name("B0.json"))
    sorted((home.lake / "outcomes").glob("*.json"))[0].write_bytes(b"\x00" * 50)
    for name in ("导出给市长/report.docx", "x/manifest.json"):
        (home.releases / name).parent.mkdir()
        (home.releases / name).write_text("{}")
    return home


def listing(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.lstat().st_size for path in folder.rglob("*") if path.is_file()}


def told(home: Installation) -> list[tuple[object, ...]]:
    """What was published, with its day and revision."""
    figures = home.releases / "current" / "parquet" / "ind_published.parquet"
    return duckdb.sql(f"from '{figures}' order by all").fetchall()


def test_a_refresh_refuses_a_home_of_0_1_and_touches_nothing(home):
    before = listing(home.root)
    with pytest.raises(OlderHomeError, match="park upgrade"):
        refresh(home)
    assert {name: size for name, size in listing(home.root).items() if name != ".lock"} == before


def test_an_upgrade_that_breaks_off_leaves_what_readers_see(home, monkeypatch):
    before, published = told(home), list_releases(home)

    def broken(*_):
        raise RuntimeError("power cut")

    monkeypatch.setattr(order, "advance", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(home, print)
    assert home_format(home) == 1 and told(home) == before
    assert [release.id for release in list_releases(home)] == [release.id for release in published]


def test_an_upgrade_publishes_the_same_figures_and_leaves_nothing_of_0_1_but_what_was_received(home):
    published, received = told(home), listing(home.lake / "raw")
    (current, _) = list_releases(home)
    said: list[str] = []
    upgrade(home, said.append)
    (release,) = list_releases(home)
    assert release.is_current and release.id != current.id and release.as_of == current.as_of
    assert told(home) == published and len(published) > 20_000
    assert listing(home.lake / "raw") == received
    assert all(batch.format == home_format(home) for batch in read_records(home.lake / "ledger", BatchRecord))
    ledger = {path.name.removesuffix(".json") for path in (home.lake / "ledger").iterdir()}
    for layer in ("typed", "text", "violations"):
        assert {path.name.removesuffix(".parquet") for path in (home.lake / layer).rglob("*.parquet")} == ledger
    assert (home.releases / "导出给市长" / "report.docx").exists() and (home.releases / "x" / "manifest.json").exists()
    with connect(home) as reader:
        found = reader.execute("select file_path from dq_file where outcome = 'damaged' order by all").fetchall()
    assert [path.split("/")[1] for (path,) in found] == ["arrivals", "ledger", "ledger", "outcomes"]
    assert "format 1 becomes format 2" in said and any("no rollback leads there" in line for line in said)
    assert not (home.work / ".lock").exists()
    assert {path.read_text(encoding="utf-8").split("\n")[0] for path in home.alerts.iterdir()} == {"damage in the lake"}
    delivered = [name for name in listing(home.inbox) if not name.endswith(SIDECAR_SUFFIX)]
    assert len(listing(home.receipts)) == len(delivered)


def test_what_0_1_left_open_is_closed(home):
    modes = {name: stat.S_IMODE((home.root / name).stat().st_mode) for name in ("lake", "work", "release", "receipts")}
    assert modes == {"lake": 0o700, "work": 0o700, "release": 0o750, "receipts": 0o750}
    assert stat.S_IMODE((home.lake / "person.key").stat().st_mode) == 0o600
    files = [path for path in (home.releases / "current").resolve().rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o440}


def test_after_it_nothing_is_new_and_doing_it_again_changes_nothing(home):
    (release,) = list_releases(home)
    before = listing(home.root)
    said: list[str] = []
    upgrade(home, said.append)
    assert len(said) == 1 and "nothing to do" in said[0] and listing(home.root) == before
    again = refresh(home, release.as_of)
    assert isinstance(again, LastRefresh) and again.release_id == release.id


def test_an_upgrade_waits_while_software_of_0_1_is_at_work(tmp_path):
    import fcntl

    with tarfile.open(KEPT) as archive:
        archive.extractall(tmp_path, filter="data")
    home = Installation(tmp_path)
    with (home.work / ".lock").open("w") as old:
        fcntl.flock(old, fcntl.LOCK_EX)
        with pytest.raises(WriterBusyError):
            upgrade(home, print)
    with writer_lock(home, any_format=True):
        assert home_format(home) == 1
