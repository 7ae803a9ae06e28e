"""Rows of a text file read many at once are the rows read one by one, on the same lines, in the same roles."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts.contract import load_contracts
from ingest.lake.refusals import Refused
from ingest.readers import delimited as textfile
from ingest.readers.plain_text import plain_columns
from ingest.recognise import layout
from ingest.recognise.layout import find_tables
from ingest.values.chunks import RowCounter, chunks

HEADER = "年度,纳税人识别号,纳税人名称,信用等级\n"
CONTRACTS = [c for c in load_contracts().values() if c.list == "tax.credit_rating"]
CELL = st.sampled_from(
    ["91330683MA2TB6K11X", "", "甲公司", "A", "2023", "合计", " x ", "注：说明", "#", "\u2028", "无"]
)
QUOTED = st.sampled_from(['""', '"A"', '"甲,乙"', '"两\n行"', '"他说""好"""', '"'])
LINE = st.tuples(
    st.lists(st.one_of(CELL, CELL, CELL, QUOTED), min_size=0, max_size=5), st.sampled_from(["\n", "\n", "\r\n", "\r"])
)
PLAIN = st.tuples(st.just(["2023", "91330683MA2TB6K11X", "甲公司", "A"]), st.just("\n"))


def read(path: Path, monkeypatch: pytest.MonkeyPatch, *, bulk: bool) -> object:
    """Everything the chunks of a file say, or why it is refused."""
    with monkeypatch.context() as patch:
        patch.setattr(layout, "ROWS_AHEAD", 4)
        patch.setattr(textfile, "FIRST_ROWS", 4)
        patch.setattr(textfile, "AHEAD_CHARS", 90)
        if not bulk:
            patch.setattr(textfile, "plain_columns", lambda *_: None)
        counter = RowCounter()
        try:
            tables = find_tables(textfile.read_text_file(path), CONTRACTS, "330683", "纳税信用.csv")
            found = list(chunks(tables, counter))
        except Refused as stop:
            return stop.refusal
    text = [row for chunk in found for row in chunk.text.to_pylist()]
    frames = [pl.concat(getattr(c, name) for c in found).rows() if found else [] for name in ("data", "findings")]
    return text, *frames, [row for c in found for row in c.totals.rows()], counter.excluded, counter.data


@settings(max_examples=300, deadline=None)
@given(lines=st.lists(st.one_of(PLAIN, PLAIN, LINE), min_size=1, max_size=30), last=st.booleans())
def test_both_ways_read_the_same(tmp_path_factory, lines, last):
    path = tmp_path_factory.mktemp("bulk") / "a.csv"
    text = HEADER + "".join(",".join(cells) + end for cells, end in lines)
    path.write_bytes((text if last else text.rstrip("\r\n")).encode())
    with pytest.MonkeyPatch.context() as patch:
        assert read(path, patch, bulk=True) == read(path, patch, bulk=False)


def test_plain_rows_do_go_many_at_once(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "2023,91330683MA2TB6K11X,,A\n" * 50, encoding="utf-8")
    monkeypatch.setattr(textfile, "FIRST_ROWS", 4)
    blocks = list(textfile.read_text_file(path).blocks)
    assert [(len(block), block.is_plain) for block in blocks] == [(4, False), (47, True)]
    (table,) = find_tables(textfile.read_text_file(path), CONTRACTS, "330683", "a.csv")
    assert table.roles(blocks[1], "data") == ["data"] * 47


@pytest.mark.parametrize(
    "text",
    ["a,b,c\nd,e\nf,g,h,i\n", "a,b\n\nc,d,\n", "a,b\rc,d\n", 'a,"b,c"\n', 'a,"b\n', "a,b\x1a\n", "a\nb\n", "a,bbbbb\n"],
)
def test_what_is_not_plain_is_left_to_the_csv_module(text):
    assert plain_columns(text, ",", 4) is None


def test_plain_text_keeps_every_character():
    columns = plain_columns('#1, x ,"甲"\r\n"",\u2028,\x0b\r\n', ",", 99)
    assert [column.to_list() for column in columns] == [["#1", ""], [" x ", "\u2028"], ["甲", "\x0b"]]
