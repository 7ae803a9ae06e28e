import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from park_brain import fingerprints
from park_brain.fingerprints import LastRefresh, inputs_fingerprint, last_refresh, nothing_new, remember
from park_brain.installation import Installation

TODAY = date(2024, 1, 20)
AS_OF = datetime(2024, 1, 20, 1, 0)


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    file = home.inbox / "330683" / "tax" / "x.csv"
    file.parent.mkdir(parents=True)
    file.write_text("1")
    return home


def refreshed(home, **values) -> LastRefresh:
    """Pretend that a refresh has just published release R1."""
    first = LastRefresh(inputs_fingerprint(home, TODAY), AS_OF, TODAY, "R1", next_due=None, seconds=1.5)
    last = replace(first, **values)
    (home.releases / "R1").mkdir(exist_ok=True)
    (home.releases / "R1" / "manifest.json").write_text("{}")
    if not (home.releases / "current").is_symlink():
        (home.releases / "current").symlink_to("R1")
    remember(home, last)
    return last


def test_the_inbox_changes_the_inputs(home):
    before = inputs_fingerprint(home, TODAY)
    assert inputs_fingerprint(home, TODAY) == before
    file = home.inbox / "330683" / "tax" / "x.csv"
    seen = {before}
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    seen.add(inputs_fingerprint(home, TODAY))
    file.write_text("22")
    seen.add(inputs_fingerprint(home, TODAY))
    file.with_name("x.csv.meta.yml").write_text("period: 2023-06")
    seen.add(inputs_fingerprint(home, TODAY))
    file.rename(file.with_name("y.csv"))
    seen.add(inputs_fingerprint(home, TODAY))
    assert len(seen) == 5


def test_business_date_and_code_change_the_inputs(home, tmp_path, monkeypatch):
    before = inputs_fingerprint(home, TODAY)
    assert inputs_fingerprint(home, TODAY + timedelta(days=1)) != before
    copy = tmp_path / "code"
    shutil.copytree(fingerprints.ROOT / "ingest", copy / "ingest")
    monkeypatch.setattr(fingerprints, "ROOT", copy)
    copied = inputs_fingerprint(home, TODAY)
    contract = copy / "ingest" / "contracts" / "tax" / "tax_paid.yml"
    contract.write_text(contract.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert inputs_fingerprint(home, TODAY) != copied
    (copy / "simulator").mkdir()
    changed = inputs_fingerprint(home, TODAY)
    (copy / "simulator" / "x.py").write_text("1")
    assert inputs_fingerprint(home, TODAY) == changed


def test_what_is_remembered_comes_back(home):
    assert last_refresh(home) is None
    last = refreshed(home, next_due=AS_OF + timedelta(hours=1))
    assert last_refresh(home) == last


def test_nothing_new_only_while_all_still_holds(home):
    last = refreshed(home)
    later = AS_OF + timedelta(hours=3)
    assert nothing_new(home, last.inputs, later) == last
    assert nothing_new(home, "other", later) is None
    assert nothing_new(home, last.inputs, AS_OF - timedelta(seconds=1)) is None
    refreshed(home, next_due=AS_OF + timedelta(hours=2))
    assert nothing_new(home, last.inputs, later) is None
    assert nothing_new(home, last.inputs, AS_OF + timedelta(hours=1)) is not None


def test_a_missing_release_is_news_and_a_rollback_is_not(home):
    last = refreshed(home)
    (home.releases / "R0").mkdir()
    (home.releases / "R0" / "manifest.json").write_text("{}")
    (home.releases / "current").unlink()
    assert nothing_new(home, last.inputs, AS_OF) is None
    (home.releases / "current").symlink_to("R0")
    assert nothing_new(home, last.inputs, AS_OF) == last
    shutil.rmtree(home.releases / "R1")
    assert nothing_new(home, last.inputs, AS_OF) is None


def test_deciding_imports_nothing_heavy_and_is_quick(home):
    for number in range(3000):
        (home.inbox / "330683" / "tax" / f"{number}.csv").touch()
    refreshed(home)
    script = (
        "import sys, time; from datetime import date, datetime; from pathlib import Path\n"
        "started = time.monotonic()\n"
        "from park_brain.installation import Installation\n"
        "from park_brain.fingerprints import inputs_fingerprint, nothing_new\n"
        "home = Installation(Path(sys.argv[1]))\n"
        "assert nothing_new(home, inputs_fingerprint(home, date(2024, 1, 20)), datetime(2024, 1, 20, 1))\n"
        "heavy = {'dbt', 'great_expectations', 'dagster', 'polars', 'pyarrow', 'pandas', 'duckdb'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "print(time.monotonic() - started)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(home.root)], check=True, timeout=60, capture_output=True, text=True
    )
    assert float(done.stdout) < 3
