"""The policy seeds: every clause has a place, the page is what they render, what they name is there."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

import yaml

from docs.policy_page import seeds
from park_brain.project import DBT_PROJECT
from park_brain.seeds import read_seed

CLAUSES = read_seed("policy_clause")
PLANS = {"SZ", "QZ", "ZJ"}


def known_ids() -> set[str]:
    told = yaml.safe_load((Path(__file__).parent / "policy_clauses.yml").read_text(encoding="utf-8"))
    return {f"{letter}{n}" for letter, last in told["numbered"].items() for n in range(1, last + 1)} | set(
        told["others"]
    )


def plain(text: str) -> str:
    """Without spaces, line breaks and the difference of full and half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_every_clause_has_a_row():
    ids = [row["clause_id"] for row in CLAUSES]
    assert len(ids) == len(set(ids))
    assert set(ids) == known_ids()


def test_clauses_are_quoted_word_by_word():
    """The plans' texts are not ours to ship: a quoted passage is known by its hash, taken when it was compared."""
    compared = set((Path(__file__).parent / "policy_quotes.sha256").read_text(encoding="utf-8").split())
    passages = [
        (row["clause_id"], words)
        for row in CLAUSES
        if PLANS & set(row["source_document"].split("、"))
        for words in row["text_zh"].split("……")
    ]
    assert len(passages) > 120
    assert [
        (clause, words) for clause, words in passages if sha256(plain(words).encode()).hexdigest() not in compared
    ] == []


def test_later_is_said_of_the_merger_plan_only():
    later = {row["region_code"] for row in CLAUSES if row["state"] == "later"}
    assert later == {"330800"}


def test_implemented_clauses_name_columns_that_are_there():
    missing = []
    for row in CLAUSES:
        if row["state"] == "implemented":
            columns = columns_of(row["model_name"])
            missing += [
                (row["clause_id"], row["model_name"], c) for c in row["column_name"].split("、") if c not in columns
            ]
    assert not missing


def columns_of(model: str) -> set[str]:
    """Columns of a mart by its contract, of a seed by its head, of an intermediate model by the words of its SQL."""
    if model in seeds.names():
        return set(read_seed(model)[0])
    sql = next(iter((DBT_PROJECT / "models").rglob(f"{model}.sql")), None)
    if sql is None:
        return set()
    if "marts" not in sql.parts:
        return set(re.findall(r"\w+", sql.read_text(encoding="utf-8")))
    told = yaml.safe_load(sql.with_suffix(".yml").read_text(encoding="utf-8"))
    return {column["name"] for one in told["models"] if one["name"] == model for column in one["columns"]}


def test_open_questions_name_where_their_default_is():
    for row in read_seed("policy_open_question"):
        seed, _, name = row["parameter"].partition(".")
        rows = read_seed(seed)
        is_parameter = name in {row.get("parameter_code") for row in rows}
        assert is_parameter or not name or name in rows[0], row["question_id"]


def test_every_dated_seed_is_checked_for_overlap_and_for_its_source():
    overlap = (DBT_PROJECT / "tests" / "rules_do_not_overlap.sql").read_text(encoding="utf-8")
    source = (DBT_PROJECT / "tests" / "policy_refers_to_what_exists.sql").read_text(encoding="utf-8")
    for name in seeds.names():
        columns = (
            (DBT_PROJECT / "seeds" / "policy" / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        )
        assert "valid_from" not in columns or f"'{name}': [" in overlap, name
        assert "source_document" not in columns or f"'{name}'" in source, name


def test_every_parameter_is_read_by_a_model():
    """A default that nothing reads would only pretend to be a parameter."""
    sql = "".join(path.read_text(encoding="utf-8") for path in (DBT_PROJECT / "models").rglob("*.sql"))
    assert [row["parameter_code"] for row in read_seed("policy_parameter") if row["parameter_code"] not in sql] == []


def test_targets_and_clauses_name_indicators_of_the_catalogue():
    known = {row["indicator_code"] for row in read_seed("indicator")}
    assert {code for row in CLAUSES for code in re.findall("`([a-z_]+)`", row["reading_zh"])} <= known
    assert {row["indicator_code"] for row in read_seed("policy_target")} <= known
