import json

import pytest

from park_brain.formats import FORMAT, NewerFormatError, OlderHomeError, home_format, require_current
from park_brain.installation import Installation
from park_brain.lock import writer_lock


@pytest.fixture
def home(tmp_path):
    home = Installation(tmp_path)
    home.prepare()
    return home


def record(home, name, kind="ledger", **stored):
    path = home.lake / kind / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(stored))


def test_an_empty_home_is_ours_and_is_marked_as_such(home):
    with writer_lock(home):
        pass
    assert json.loads(home.format_file.read_bytes())["format"] == FORMAT
    record(home, "B1")
    assert home_format(home) == FORMAT


def test_a_home_of_0_1_is_refused_with_the_command_that_upgrades_it(home):
    record(home, "B1")
    with pytest.raises(OlderHomeError, match=rf"park upgrade --home {home.root}"), writer_lock(home):
        pass
    assert not home.format_file.exists()
    with writer_lock(home, any_format=True):
        pass


@pytest.mark.parametrize("kind", ["arrivals", "outcomes"])
def test_a_home_of_0_1_in_which_every_file_was_refused_is_one(home, kind):
    record(home, "A1", kind)
    assert home_format(home) == 1


def test_a_newer_home_is_refused_and_not_called_damaged(home):
    home.format_file.write_text(json.dumps({"format": FORMAT + 1, "shape": "unknown"}))
    with pytest.raises(NewerFormatError, match=f"format {FORMAT + 1}") as refused, writer_lock(home):
        pass
    assert "damaged" not in str(refused.value) and "install" in str(refused.value)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "two"}', '{"format": true}', '{"format": 0}'])
@pytest.mark.parametrize(("formats", "expected"), [((2, 2), 2), ((1, 2), 1), ((), 2)])
def test_where_the_mark_is_damaged_the_oldest_ledger_record_tells(home, content, formats, expected):
    home.format_file.write_text(content)
    for number, stated in enumerate(formats):
        record(home, f"B{number}", **({"format": stated} if stated > 1 else {}))
    record(home, "torn")
    (home.lake / "ledger" / "torn.json").write_text("{")
    assert home_format(home) == expected
    if expected == FORMAT:  # a home mended by itself
        require_current(home)
        assert json.loads(home.format_file.read_bytes())["format"] == FORMAT
