import re
from datetime import timedelta

import duckdb
import pytest

from park_brain.installation import Installation
from park_brain.release_folder import (
    ReleaseError,
    current_id,
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
