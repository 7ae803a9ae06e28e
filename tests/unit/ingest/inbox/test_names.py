"""What a name says; odd spaces are folded, hostile names are shown escaped."""

from __future__ import annotations

import os

import pytest

from ingest.inbox.names import read_name


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("330683/tax/税收.xlsx", "330683/tax/税收.xlsx"),
        ("330683/tax/税　收\u00a02023\u2003年.xlsx", "330683/tax/税 收 2023 年.xlsx"),
        ("330683\u3000/tax\u200b/\ufeff税\u2060收\u200e.xlsx\u3000", "330683/tax/税收.xlsx"),
        ("2023-12[/改].xlsx", "2023-12[/改].xlsx"),
        (os.fsdecode("税款.csv".encode("gb18030")), "税款.csv"),
        ("👨\u200d👩.csv", "👨👩.csv"),
    ],
)
def test_what_people_and_programs_write_is_read(path, text):
    name = read_name(path)
    assert (name.text, name.is_hostile, name.is_too_long) == (text, False, False)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a\x1b[2J.csv", r"a\x1b[2J.csv"),
        ("a\nb.csv", r"a\x0ab.csv"),
        ("a\tb.csv", r"a\x09b.csv"),
        ("x/\u202egnp.csv", r"x/\u202egnp.csv"),
        ("\ue123.csv", r"\ue123.csv"),
        (os.fsdecode(b"\xed\xa0\x80.csv"), r"\xed\xa0\x80.csv"),
        ("\u200b", r"\u200b"),
        ("a\u2028b", r"a\u2028b"),
    ],
)
def test_what_would_deceive_is_shown_escaped(path, text):
    name = read_name(path)
    assert (name.text, name.is_hostile) == (text, True)


def test_a_path_that_never_ends_is_cut():
    name = read_name("/".join(["长" * 80] * 30))
    assert name.is_too_long and len(name.text) < 250


@pytest.mark.parametrize("path", ["x/.hidden", ".folder/x.csv", "x/~$税收.xlsx", "\u200b.hidden"])
def test_leavings_are_told(path):
    assert read_name(path).is_left_behind
