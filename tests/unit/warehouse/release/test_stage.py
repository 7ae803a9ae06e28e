import json
import re
import shutil
from datetime import timedelta

import duckdb
import pytest

from park_brain import release_folder
from park_brain.clock import utc_now
from park_brain.formats import FORMAT, NewerFormatError
from park_brain.housekeeping import Retention, prune, tidy
from park_brain.installation import Installation
from park_brain.release_folder import (
    ReleaseError,
    current_id,
    damaged_releases,
    list_releases,
    make_current,
    read_manifest,
    rollback,
)
from tests.support.release_factory import publication, publish, tree, write_build
from warehouse.release import stage as release


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


def test_a_release_holds_the_marts_and_only_the_marts(home):
    done = publish(home, publication(home))
    assert done.id == "20240120-ffffffffffff"
    assert tree(done.path) == {
        "park_brain.duckdb",
        "parquet/fct_x.parquet",
        "parquet/dim_x.parquet",
        "manifest.json",
        "dictionary.html",
    }
    assert done.is_current
    with duckdb.connect(str(home.releases / "current" / "park_brain.duckdb"), read_only=True) as connection:
        assert connection.sql("select count(*), sum(tax_cny)::varchar from mart.fct_x").fetchall() == [(3, "3.03")]
        assert connection.sql("select schema_name, table_name from duckdb_tables() order by all").fetchall() == [
            ("mart", "dim_x"),
            ("mart", "fct_x"),
        ]
        nullable = connection.sql(
            "select column_name, is_nullable, comment from duckdb_columns() where table_name = 'fct_x' "
            "order by column_index"
        ).fetchall()
        assert nullable == [
            ("thing_id", False, "编号 key"),
            ("tax_cny", True, "税收（元）"),
            ("found_date", True, None),
        ]


def test_the_manifest_says_what_the_release_is_made_of(home):
    done = publish(home, publication(home))
    manifest = read_manifest(done.path)
    content = manifest["content"]
    assert content["tables"]["fct_x"]["rows"] == 3
    assert content["tables"]["fct_x"]["columns"][1] == ["tax_cny", "DECIMAL(18,2)"]
    assert content["batches"][0]["period"] == "2023-06"
    assert content["verdicts"] == {"pass": 1}
    assert content["versions"]["duckdb"] == duckdb.__version__
    assert manifest["durations"] == {"build": 1.5}


def test_equal_builds_give_equal_content_whatever_the_order_of_rows_or_the_time(home, tmp_path):
    first = read_manifest(publish(home, publication(home)).path)
    other = Installation(tmp_path / "other")
    write_build(other, rows=0)
    with duckdb.connect(str(other.build_file)) as connection:
        connection.execute("insert into mart.fct_x select 'T' || i, i * 1.01, null from range(2, -1, -1) r(i)")
    later = publication(other, durations={"build": 9.0}, as_of=publication(other).as_of + timedelta(hours=2))
    second = read_manifest(publish(other, later).path)
    assert second["content_sha256"] == first["content_sha256"]
    write_build(other, rows=4)
    third = read_manifest(publish(other, publication(other, "e" * 64)).path)
    assert third["content"]["tables"]["fct_x"]["hash"] != first["content"]["tables"]["fct_x"]["hash"]
    assert third["content"]["tables"]["dim_x"] == first["content"]["tables"]["dim_x"]


def test_unchanged_parquet_is_shared_with_the_release_before(home):
    one = publish(home, publication(home, "1" * 64))
    write_build(home, rows=5)
    two = publish(home, publication(home, "2" * 64))
    inode = {
        r.id: {n: (r.path / "parquet" / n).stat().st_ino for n in ("fct_x.parquet", "dim_x.parquet")}
        for r in (one, two)
    }
    assert inode[one.id]["dim_x.parquet"] == inode[two.id]["dim_x.parquet"]
    assert inode[one.id]["fct_x.parquet"] != inode[two.id]["fct_x.parquet"]
    assert duckdb.sql(f"select count(*) from '{two.path}/parquet/fct_x.parquet'").fetchall() == [(5,)]


def test_the_same_fingerprint_is_used_again(home):
    first = publish(home, publication(home))
    before = (first.path / "manifest.json").stat().st_mtime_ns
    home.build_file.unlink()
    again = publish(home, publication(home))
    assert again.id == first.id
    assert (again.path / "manifest.json").stat().st_mtime_ns == before


def test_the_dictionary_is_chinese_escaped_and_needs_no_network(home):
    page = (publish(home, publication(home)).path / "dictionary.html").read_text(encoding="utf-8")
    assert "甲&lt;乙" in page
    assert "税收" in page and "元" in page and "流量（可加）" in page and "L3" in page
    assert "found_date" in page  # undocumented columns are shown too
    assert not re.search(r"https?://|//[a-z]+\.", page)


def test_a_copy_that_differs_from_the_build_is_not_published(home, monkeypatch):
    before = publish(home, publication(home, "1" * 64))
    write_build(home, rows=5)
    copy = release._copy_tables

    def lossy(connection):
        tables = copy(connection)
        connection.execute("delete from mart.fct_x where thing_id = 'T4'")
        return tables

    monkeypatch.setattr(release, "_copy_tables", lossy)
    with pytest.raises(ReleaseError, match=r"fct_x has 4 rows .* build has 5"):
        publish(home, publication(home, "2" * 64))
    assert current_id(home) == before.id
    assert [r.id for r in list_releases(home)] == [before.id]


def test_a_build_without_marts_is_no_release(home):
    home.build_file.unlink()
    duckdb.connect(str(home.build_file)).close()
    with pytest.raises(ReleaseError, match="no table in schema mart"):
        publish(home, publication(home))
    assert current_id(home) is None


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


def test_rollback_is_respected_until_something_new_is_published(home):
    one, two = publish(home, publication(home, "1" * 64)), publish(home, publication(home, "2" * 64))
    back = rollback(home, one.id)
    assert back.is_current and back.id == one.id
    publish(home, publication(home, "2" * 64))
    assert current_id(home) == one.id
    make_current(home, two.id)
    assert current_id(home) == one.id
    three = publish(home, publication(home, "3" * 64))
    assert current_id(home) == three.id
    publish(home, publication(home, "2" * 64))
    assert current_id(home) == two.id


def test_rollback_to_an_unknown_release_names_the_known_ones(home):
    one = publish(home, publication(home))
    with pytest.raises(ReleaseError, match=f"no release nope .* there are: {one.id}"):
        rollback(home, "nope")


def test_a_half_removed_release_is_none(home):
    one = publish(home, publication(home, "1" * 64))
    publish(home, publication(home, "2" * 64))
    (one.path / release_folder.MANIFEST).unlink()
    assert one.id not in {r.id for r in list_releases(home)}
    assert tidy(home) == [one.path]
    publish(home, publication(home, "3" * 64))
    assert current_id(home).startswith("20240120-3")


def test_what_people_put_beside_the_releases_is_neither_read_nor_deleted(home):
    one = publish(home, publication(home, "1" * 64))
    foreign = {"导出给市长/report.docx": "x", "x/manifest.json": "{}", "lost+found/y": "", ".hidden.1.tmp/z": ""}
    for name, content in foreign.items():
        (home.releases / name).parent.mkdir()
        (home.releases / name).write_text(content)
    shutil.copytree(one.path, home.releases / f"copy of {one.id}")
    (home.releases / "20240120-abcdefabcdef").symlink_to(home.releases / "x")
    assert tidy(home) == []
    two = publish(home, publication(home, "2" * 64), Retention(keep=1, younger_than=timedelta(0)))
    assert [release.id for release in list_releases(home)] == [two.id]
    assert not one.path.exists()
    assert set(foreign) < tree(home.releases)


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "{}", '{"content": {}}', '{"content": 3, "published_at": 4}', "\0" * 9]
)
def test_a_release_with_a_damaged_manifest_is_named_left_and_stops_nothing(home, damage):
    one = publish(home, publication(home, "1" * 64))
    two = publish(home, publication(home, "2" * 64))
    (one.path / release_folder.MANIFEST).chmod(0o640)
    (one.path / release_folder.MANIFEST).write_text(damage)
    assert damaged_releases(home) == [one.path]
    assert [release.id for release in list_releases(home)] == [two.id]
    publish(home, publication(home, "3" * 64), Retention(keep=1, younger_than=timedelta(0)))
    assert (one.path / release_folder.DATABASE).exists()
    again = publish(home, publication(home, "1" * 64))
    assert again.id == one.id and damaged_releases(home) == [] and again.is_current


def test_a_release_of_newer_software_is_refused(home):
    one = publish(home, publication(home))
    manifest = one.path / release_folder.MANIFEST
    manifest.chmod(0o640)
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": FORMAT + 1}))
    with pytest.raises(NewerFormatError, match=rf"{one.id}.* has format {FORMAT + 1}"):
        list_releases(home)


def test_a_lost_or_torn_parquet_of_the_release_before_is_written_anew(home):
    one = publish(home, publication(home, "1" * 64))
    (one.path / "parquet" / "dim_x.parquet").unlink()
    torn = one.path / "parquet" / "fct_x.parquet"
    torn.chmod(0o640)
    torn.write_bytes(torn.read_bytes()[:-7])
    two = publish(home, publication(home, "2" * 64))
    counts = [
        duckdb.sql(f"select count(*) from '{two.path}/parquet/{n}.parquet'").fetchone() for n in ("fct_x", "dim_x")
    ]
    assert counts == [(3,), (2,)]


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
