import json
import shutil
from datetime import timedelta

import pytest

from park_brain import release_folder
from park_brain.clock import utc_now
from park_brain.housekeeping import KEPT_ALERTS, Retention, prune, tidy
from park_brain.installation import Installation
from park_brain.release_folder import (
    current_id,
    list_releases,
    rollback,
)
from tests.support.release_factory import publication, publish, write_build


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    write_build(home)
    return home


def date_back(home, release_id, hours):
    """Let a release look as if it had been published earlier."""
    path = home.releases / release_id / "manifest.json"
    path.chmod(0o640)
    manifest = json.loads(path.read_text())
    manifest["published_at"] = (utc_now() - timedelta(hours=hours)).isoformat()
    path.write_text(json.dumps(manifest))


def test_the_last_five_and_all_young_ones_stay_and_current_always(home):
    ids = []
    for number in range(8):
        ids.append(publish(home, publication(home, f"{number}" * 64)).id)
    assert {r.id for r in list_releases(home)} == set(ids)  # all younger than an hour
    for age, release_id in enumerate(reversed(ids)):
        date_back(home, release_id, hours=2 + age)
    rollback(home, ids[0])
    last = publish(home, publication(home, "9" * 64))
    assert {r.id for r in list_releases(home)} == {*ids[4:], last.id}
    date_back(home, last.id, hours=1.5)
    rollback(home, ids[4])
    date_back(home, ids[4], hours=99)
    home.releases.joinpath("20240120-00000000001d").mkdir()
    shutil.copy(last.path / "manifest.json", home.releases / "20240120-00000000001d")
    date_back(home, "20240120-00000000001d", hours=50)
    assert prune(home, utc_now()) == []  # the sixth and oldest is current
    rollback(home, last.id)
    assert prune(home, utc_now()) == [ids[4]]


def test_a_half_removed_release_is_none(home):
    one = publish(home, publication(home, "1" * 64))
    publish(home, publication(home, "2" * 64))
    (one.path / release_folder.MANIFEST).unlink()
    assert one.id not in {r.id for r in list_releases(home)}
    assert tidy(home) == [one.path]
    publish(home, publication(home, "3" * 64))
    assert current_id(home).startswith("20240120-3")


def test_releases_are_pruned_by_number_and_by_size_too(home):
    ids = [publish(home, publication(home, f"{number}" * 64)).id for number in range(6)]
    assert prune(home, utc_now(), Retention(keep=1, most=4)) == ids[1::-1]  # all are young
    rollback(home, ids[2])
    assert prune(home, utc_now(), Retention(most_bytes=1)) == ids[4:2:-1]  # the newest and current stay
    assert {release.id for release in list_releases(home)} == {ids[2], ids[5]}


def test_what_killed_runs_left_goes_and_nothing_else(home):
    one = publish(home, publication(home))
    leavings = [
        home.tmp / "tmpabcdef" / "text.parquet",
        home.tmp / "raw.123",
        home.selected / "tax.tax_paid" / ".330683.parquet.123.tmp",
        home.lake / "outcomes" / ".A1.json.123.456.tmp",
        home.receipts / "330683" / "tax" / ".x.txt.1.2.tmp",
        home.releases / f".{one.id}.123.tmp" / "park_brain.duckdb",
        home.releases / "20240121-aaaaaaaaaaaa" / "park_brain.duckdb",
    ]
    kept = [
        home.lake / "raw" / "x.tmp",
        home.receipts / "a.tmp",
        home.selected / ".notes.tmp",
        home.releases / ".x.tmp",
    ]
    for path in (*leavings, *kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (home.releases / ".current.123").symlink_to(one.id)
    tidy(home)
    assert not any(path.exists() for path in leavings) and all(path.exists() for path in kept)
    assert not (home.releases / ".current.123").is_symlink() and current_id(home) == one.id
    assert home.tmp.is_dir() and tidy(home) == []


def test_the_newest_alerts_stay(home):
    home.alerts.mkdir(parents=True)
    names = [f"20240120T{number:012d}Z.txt" for number in range(KEPT_ALERTS + 3)]
    for name in names:
        (home.alerts / name).write_text("title\n")
    tidy(home)
    assert sorted(path.name for path in home.alerts.iterdir()) == names[3:]
