import json
from pathlib import Path

import duckdb
import pytest

from park_brain.installation import Installation
from tests.support.release_factory import publication, publish, write_build
from warehouse.release.check import check_releases


@pytest.fixture
def home(tmp_path) -> Installation:
    home = Installation(tmp_path)
    write_build(home)
    publish(home, publication(home))
    return home


def released(home: Installation) -> Path:
    return (home.releases / "current").resolve()


def unlocked(path: Path) -> Path:
    path.chmod(0o640)
    return path


def other_rows(home: Installation) -> None:
    with duckdb.connect(str(unlocked(released(home) / "park_brain.duckdb"))) as connection:
        connection.execute("update mart.fct_x set tax_cny = 0 where thing_id = 'T1'")


def fewer_rows(home: Installation) -> None:
    file = unlocked(released(home) / "parquet" / "dim_x.parquet")
    duckdb.sql(f"select * from '{file}' limit 1").write_parquet(str(file) + "x")
    Path(f"{file}x").replace(file)


def other_manifest(home: Installation) -> None:
    path = unlocked(released(home) / "manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["content"]["business_date"] = "2024-01-21"
    path.write_text(json.dumps(manifest), encoding="utf-8")


DAMAGES = {
    "table changed": (other_rows, "park_brain.duckdb", "table fct_x holds other rows"),
    "database lost": (lambda h: (released(h) / "park_brain.duckdb").unlink(), "park_brain.duckdb", "is missing"),
    "database cut off": (
        lambda h: unlocked(released(h) / "park_brain.duckdb").write_bytes(b"x" * 99),
        "park_brain.duckdb",
        "cannot be opened",
    ),
    "parquet rows lost": (fewer_rows, "parquet/dim_x.parquet", "holds 1 rows, the manifest says 2"),
    "parquet lost": (lambda h: (released(h) / "parquet/fct_x.parquet").unlink(), "parquet/fct_x.parquet", "is missing"),
    "manifest changed": (other_manifest, "manifest.json", "was changed"),
    "manifest cut off": (
        lambda h: unlocked(released(h) / "manifest.json").write_text("{"),
        "manifest.json",
        "no whole",
    ),
    "dictionary lost": (lambda h: (released(h) / "dictionary.html").unlink(), "dictionary.html", "is missing"),
    "link astray": (
        lambda h: ((h.releases / "current").unlink(), (h.releases / "current").symlink_to("gone")),
        "release/current",
        "leads to gone",
    ),
    "link lost": (lambda h: (h.releases / "current").unlink(), "release/current", "readers find nothing"),
}


def test_a_sound_release_has_no_damage_and_what_is_not_ours_is_none(home):
    (home.releases / "lost+found").mkdir()
    (home.releases / "others").mkdir()
    (home.releases / "others" / "manifest.json").write_text("{}")
    assert list(check_releases(home)) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_named(home, name):
    damage, place, said = DAMAGES[name]
    damage(home)
    found = list(check_releases(home))
    assert [each for each in found if place in each.place and said in each.wrong], found
