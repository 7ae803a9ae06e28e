"""Nothing unseen or misleading passes, and what people write stays as it is."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from park_brain.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\u202egnp.xlsx", r"a\u202egnp.xlsx"),
        ("\ue000", r"\ue000"),
        ("\U000f0001", r"\U000f0001"),
        ("\u200b\ufeff\u2028", r"\u200b\ufeff\u2028"),
        (os.fsdecode(b"\xff"), r"\xff"),
        ("\ud800", r"\ud800"),
        ("嵊州市　2023年（定稿）[改].xlsx\n第二行\t", "嵊州市　2023年（定稿）[改].xlsx\n第二行\t"),
        ("㛃𠮷·é", "㛃𠮷·é"),
    ],
)
def test_what_is_unseen_is_escaped(text, shown):
    assert visible(text) == shown


def test_line_ends_stay_only_where_they_may():
    assert visible("a\nb\tc", keep="") == r"a\x0ab\x09c"


@given(st.text(alphabet=st.characters()))
def test_no_control_direction_private_or_half_character_is_left(text):
    for character in visible(text, keep=""):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in (
            "RLO",
            "LRO",
            "RLE",
            "LRE",
            "PDF",
            "RLI",
            "LRI",
            "FSI",
            "PDI",
        )
    assert visible(visible(text)) == visible(text)
