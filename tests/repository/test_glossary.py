"""One concept, one name: the glossary has no term twice."""

from __future__ import annotations

from collections import Counter

from tests.support.places import ROOT

DOCS = ROOT / "docs"


def terms(page: str) -> Counter[str]:
    """Names in the first column of a page's tables."""
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    heads = {"name in code", "term"}
    return Counter(name.strip() for row in rows for name in row.split(",") if row.strip() not in heads)


def test_the_glossary_has_no_term_twice():
    found = terms("glossary.md")
    assert len(found) > 100
    assert [name for name, count in found.items() if count > 1] == []
