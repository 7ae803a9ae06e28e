import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from park_brain import release_reader as door
from park_brain.clock import utc_now
from park_brain.housekeeping import Retention, prune
from park_brain.installation import Installation
from park_brain.release_folder import rollback
from park_brain.release_reader import NoReleaseError, connect
from tests.support.release_factory import publication, publish, write_build


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    write_build(home)
    return home


def released(home, fingerprint, rows):
    write_build(home, rows=rows)
    return publish(home, publication(home, fingerprint * 64))


def test_without_a_release_the_reader_is_told_what_to_do(home):
    with pytest.raises(NoReleaseError, match="park refresh"):
        connect(home)


def test_a_home_may_be_named_by_its_path(home):
    one = released(home, "1", 3)
    for named in (home, home.root, str(home.root)):
        with connect(named) as reader:
            assert reader.release_id == one.id


def test_a_reader_sees_tables_by_name_and_cannot_write(home):
    one = released(home, "1", 3)
    with connect(home) as reader:
        assert reader.release_id == one.id
        assert reader.execute("select count(*) from fct_x where tax_cny > ?", [1]).fetchall() == [(2,)]
        assert reader.execute("select count(*) from mart.fct_x").fetchall() == [(3,)]
        with pytest.raises(Exception, match="read-only"):
            reader.execute("delete from mart.fct_x")


def test_a_reader_follows_releases_and_rollbacks(home):
    one = released(home, "1", 3)
    with connect(home) as reader:
        assert reader.execute("select count(*) from fct_x").fetchall() == [(3,)]
        two = released(home, "2", 5)
        assert reader.execute("select count(*) from fct_x").fetchall() == [(5,)]
        assert reader.release_id == two.id
        rollback(home, one.id)
        assert reader.execute("select count(*) from fct_x").fetchall() == [(3,)]


def test_a_target_that_vanishes_before_it_is_opened_is_looked_up_again(home, monkeypatch):
    one, two = released(home, "1", 3), released(home, "2", 5)
    targets = iter([Path(one.path / "gone.duckdb"), two.path / "park_brain.duckdb"])
    last = two.path / "park_brain.duckdb"
    monkeypatch.setattr(door, "current_database", lambda _: next(targets, last))
    with connect(home) as reader:
        assert reader.execute("select count(*) from fct_x").fetchall() == [(5,)]


def test_a_broken_release_is_an_error_not_a_loop(home):
    one = released(home, "1", 3)
    (one.path / "park_brain.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(Exception, match="not a valid DuckDB database"):
        connect(home)


READER = """
import sys
from pathlib import Path
from park_brain.installation import Installation
from park_brain.release_reader import connect
with connect(Installation(Path(sys.argv[1]))) as reader:
    held = reader._connection
    print(reader.release_id, held.execute("select count(*), count(distinct tax_cny) from fct_x").fetchall(), flush=True)
    for line in sys.stdin:
        if line.strip() == "held":
            answer = held.execute("select count(*), count(distinct tax_cny) from fct_x").fetchall()
        else:
            answer = reader.execute("select count(*), count(distinct tax_cny) from fct_x").fetchall()
        print(reader.release_id, answer, flush=True)
"""


def test_another_process_keeps_its_release_while_a_new_one_is_published_and_the_old_one_removed(home):
    one = released(home, "1", 3)
    script = [sys.executable, "-c", READER, str(home.root)]
    with subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:

        def ask(what: str = "") -> str:
            if what:
                reader.stdin.write(what + "\n")
                reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert ask() == f"{one.id} [(3, 3)]"
        two = released(home, "2", 5)
        assert ask("held") == f"{one.id} [(3, 3)]"
        assert prune(home, utc_now(), Retention(keep=1, younger_than=timedelta(0))) == [one.id]
        assert ask("held") == f"{one.id} [(3, 3)]"
        assert ask("new") == f"{two.id} [(5, 5)]"
        reader.stdin.close()
