import json
from datetime import datetime

import pytest

from ingest.lake.ledger import Arrival, read_records, write_record
from ingest.lake.records import DamagedRecordError, read_record
from park_brain.formats import FORMAT, NewerFormatError

ARRIVAL = Arrival(
    arrival_id="A1",
    path="330683/tax/x.csv",
    region="330683",
    department="tax",
    sha256="0" * 64,
    size_bytes=1,
    received_at=datetime(2024, 1, 1),
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "A1.json"
    write_record(path, ARRIVAL)
    return path


def rewrite(path, /, **values):
    stored = json.loads(path.read_bytes()) | values
    path.write_text(json.dumps({name: value for name, value in stored.items() if value is not ...}))


def test_a_record_states_its_format_and_comes_back(path):
    assert json.loads(path.read_bytes())["format"] == FORMAT
    assert read_record(path, Arrival) == ARRIVAL


def test_a_record_of_0_1_states_none_and_is_read(path):
    rewrite(path, format=...)
    assert read_record(path, Arrival) == ARRIVAL


def test_a_field_that_newer_software_of_the_same_format_added_is_left_aside(path):
    rewrite(path, colour="blue")
    assert read_record(path, Arrival) == ARRIVAL


def test_a_record_of_the_next_format_is_refused_whatever_is_in_it(path):
    path.write_text(json.dumps({"format": FORMAT + 1, "everything": "else"}))
    for read in (lambda: read_record(path, Arrival), lambda: list(read_records(path.parent, Arrival))):
        with pytest.raises(NewerFormatError, match=r"A1\.json has format 3.*install the version that wrote it"):
            read()


@pytest.mark.parametrize(
    "damage",
    [
        {"received_at": ...},
        {"received_at": "2024-01-01T00:00:00Z"},  # not comparable with the others
        {"received_at": "yesterday"},
        {"size_bytes": "many"},
        {"path": None},
        {"format": "2"},
        {"format": -1},
    ],
)
def test_wrong_types_are_damage_and_the_field_is_named(path, damage):
    rewrite(path, **damage)
    with pytest.raises(DamagedRecordError, match=next(iter(damage))):
        read_record(path, Arrival)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"\x00" * 4096, b'{"a": ' * 9000])
def test_garbage_is_damage_and_the_others_are_read(path, content):
    (path.parent / "A0.json").write_bytes(content)
    (path.parent / "A2.json").mkdir()
    (path.parent / ".A3.json.1.2.tmp").write_bytes(b"{")
    with pytest.raises(DamagedRecordError):
        read_record(path.parent / "A0.json", Arrival)
    assert list(read_records(path.parent, Arrival)) == [ARRIVAL]
