import json
import logging

import pytest

from park_brain.installation import Installation
from park_brain.run_log import event, run_log

LOG = logging.getLogger("park_brain")
PERSON = "裘亚芳"


@pytest.fixture
def home(tmp_path) -> Installation:
    return Installation(tmp_path)


def lines(home) -> list[dict[str, object]]:
    (path,) = home.logs.glob("*.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_is_logged_from_start_to_end(home):
    with run_log(home, "park refresh"):
        event("stage", stage="land", seconds=1.5, refusals={"unreadable": 2})
    first, stage, last = lines(home)
    assert (first["event"], first["kind"], last["event"]) == ("started", "park refresh", "ended")
    assert (stage["stage"], stage["seconds"], stage["refusals"]) == ("land", 1.5, {"unreadable": 2})
    event("after the run", x=1)
    assert len(lines(home)) == 3


def test_what_a_message_was_filled_in_with_is_not_kept(home):
    with pytest.raises(ValueError, match=PERSON), run_log(home, "park refresh"):
        LOG.warning("%s could not be read", f"{PERSON}.xlsx")
        raise ValueError(PERSON)
    text = next(home.logs.iterdir()).read_text(encoding="utf-8")
    assert PERSON not in text
    assert lines(home)[1]["message"] == "%s could not be read"
    assert "ValueError" in str(lines(home)[-1]["account"])


def test_the_oldest_logs_go(home):
    for _ in range(5):
        with run_log(home, "park refresh", keep=3):
            pass
    assert len(list(home.logs.iterdir())) == 3


def test_a_log_that_cannot_be_written_stops_nothing(home, caplog):
    home.logs.write_text("in the way")
    with run_log(home, "park refresh"):
        event("stage")
    assert "no log is kept" in caplog.text


def test_events_reach_no_console(home, caplog):
    with run_log(home, "park refresh"):
        event("stage", stage="land")
    assert caplog.text == ""
