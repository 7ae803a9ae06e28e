"""Loss of a home and damage in it, on a world that a refresh made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from park_brain.backup import back_up
from park_brain.cli.app import app
from park_brain.fingerprints import last_refresh
from park_brain.installation import Installation
from park_brain.line import Run, refresh
from park_brain.release_folder import current_id, read_manifest
from park_brain.restore import restore
from tests.support.worlds import World


@pytest.fixture(scope="module")
def backups(faulty_world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    back_up(faulty_world.home, folder)
    return folder


def fsck(home: Installation) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["fsck", "--home", str(home.root)])
    return done.exit_code, done.output


def test_after_the_loss_of_a_home_its_backup_gives_the_same_release_and_nothing_is_read_again(
    faulty_world: World, backups: Path, tmp_path: Path
) -> None:
    home = Installation(tmp_path / "home")
    restore(backups, home)
    shutil.copytree(faulty_world.home.inbox, home.inbox)
    assert fsck(home) == (0, f"no damage in {home.root}\n")
    run = refresh(home, faulty_world.run.as_of)
    assert isinstance(run, Run) and run.ingested is not None and run.ingested.files
    assert run.ingested.new_files == 0 and "build" not in run.durations
    assert current_id(home) == current_id(faulty_world.home)
    ours, theirs = (read_manifest(each.releases / "current") for each in (home, faulty_world.home))
    assert ours["content"]["tables"] == theirs["content"]["tables"]
    last = last_refresh(home)
    assert last is not None and last.release_id == current_id(faulty_world.home)


def rewritten(path: Path) -> None:
    """The same columns with one row less."""
    path.chmod(0o640)
    rows = duckdb.sql(f"select * from read_parquet('{path}') limit (select count(*) - 1 from read_parquet('{path}'))")
    rows.write_parquet(f"{path}.new")
    Path(f"{path}.new").replace(path)


def plant(home: Installation) -> list[str]:
    """Ten damages, each of another kind; gives the place at which each must be named."""
    arrivals = sorted((home.lake / "arrivals").glob("*.json"))
    records = [path for path in sorted((home.lake / "ledger").glob("*.json")) if _rows(path) > 1]
    outcomes = sorted((home.lake / "outcomes").glob("*.json"))
    release = (home.releases / "current").resolve()
    raw = home.lake / "raw" / json.loads(arrivals[0].read_bytes())["sha256"]
    lost = home.lake / "raw" / json.loads(arrivals[1].read_bytes())["sha256"]
    typed, text, violations = (_file(home, record, kind) for record, kind in zip(records, KINDS, strict=False))
    raw.write_bytes(raw.read_bytes()[:-1])
    lost.unlink()
    arrivals[2].write_text('{"arrival_id": "A')
    outcomes[-1].write_bytes(b"")
    records[-1].write_text("[]")
    rewritten(typed)
    text.unlink()
    violations.write_bytes(violations.read_bytes()[:50])
    (home.lake / "person.key").unlink()
    rewritten(release / "parquet" / "dim_enterprise.parquet")
    changed = (raw, arrivals[1], arrivals[2], outcomes[-1], records[-1], typed, text, violations)
    places = [path.relative_to(home.root).as_posix() for path in changed]
    return [*places, "lake/person.key", f"release/{release.name}/parquet/dim_enterprise.parquet"]


KINDS = ("typed", "text", "violations")


def _rows(record: Path) -> int:
    accepted: int = json.loads(record.read_bytes())["rows_accepted"]
    return accepted


def _file(home: Installation, record: Path, kind: str) -> Path:
    stored = json.loads(record.read_bytes())
    return home.lake / kind / stored["list"] / stored["region"] / f"{record.stem}.parquet"


def test_each_of_ten_planted_damages_is_found(backups: Path, tmp_path: Path) -> None:
    home = Installation(tmp_path / "home")
    restore(backups, home)
    places = plant(home)
    status, said = fsck(home)
    assert len(places) == len(set(places)) == 10 and status == 1
    assert [place for place in places if f"{place}: " not in said] == []
