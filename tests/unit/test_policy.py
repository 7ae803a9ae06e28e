"""The policy seeds: every clause has a place, the page is what they render, what they name is there."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from docs.policy_page import page, seeds

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DBT = ROOT / "park_brain" / "dbt_project"
CLAUSES = seeds.read("policy_clause")
PLANS = {"SZ": "000_*.txt", "QZ": "002_*.txt", "ZJ": "004_*.txt"}


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


def test_every_clause_of_the_inventory_has_a_row():
    """The list above against the inventory it was taken from."""
    inventory = SHARED / "reference_notes" / "domain.md"
    if not inventory.exists():
        pytest.skip("../shared/reference_notes/domain.md is not here")
    part = inventory.read_text(encoding="utf-8").split("\n## 1.1 ")[1].split("\n# PART 2")[0]
    found = set(re.findall(r"^\| ([LTCSZFYPNDO]\d+b?) \|", part, re.MULTILINE)) | set(re.findall(r"\b(K\d)\. ", part))
    assert len(found) > 150 and found <= {row["clause_id"] for row in CLAUSES}
    added = (SHARED / "readings.md").read_text(encoding="utf-8").split("\n## 9.")[1].split("\n## 10.")[0]
    added_ids = set(re.findall(r"\b([TOPD]\d+)\b", added))
    assert {"T29", "T32", "O4", "P9"} <= added_ids <= {row["clause_id"] for row in CLAUSES}


def test_clauses_are_quoted_word_by_word():
    files = {code: next(iter((SHARED / "seeds").glob(name)), None) for code, name in PLANS.items()}
    if None in files.values():
        pytest.skip("../shared/seeds is not here")
    plans = {code: plain(file.read_text(encoding="utf-8")) for code, file in files.items() if file}
    checked = 0
    for row in CLAUSES:
        texts = "".join(plans[code] for code in row["source_document"].split("、") if code in plans)
        for words in row["text_zh"].split("……") if texts else ():
            assert plain(words) in texts, (row["clause_id"], words)
            checked += 1
    assert checked > 120


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
        return set(seeds.read(model)[0])
    sql = next(iter((DBT / "models").rglob(f"{model}.sql")), None)
    if sql is None:
        return set()
    if "marts" not in sql.parts:
        return set(re.findall(r"\w+", sql.read_text(encoding="utf-8")))
    told = yaml.safe_load(sql.with_suffix(".yml").read_text(encoding="utf-8"))
    return {column["name"] for one in told["models"] if one["name"] == model for column in one["columns"]}


def test_open_questions_name_where_their_default_is():
    for row in seeds.read("policy_open_question"):
        seed, _, name = row["parameter"].partition(".")
        rows = seeds.read(seed)
        is_parameter = name in {row.get("parameter_code") for row in rows}
        assert is_parameter or not name or name in rows[0], row["question_id"]


def test_every_dated_seed_is_checked_for_overlap_and_for_its_source():
    overlap = (DBT / "tests" / "rules_do_not_overlap.sql").read_text(encoding="utf-8")
    source = (DBT / "tests" / "policy_refers_to_what_exists.sql").read_text(encoding="utf-8")
    for name in seeds.names():
        columns = (DBT / "seeds" / "policy" / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert "valid_from" not in columns or f"'{name}': [" in overlap, name
        assert "source_document" not in columns or f"'{name}'" in source, name


def test_every_parameter_is_read_by_a_model():
    """A default that nothing reads would only pretend to be a parameter."""
    sql = "".join(path.read_text(encoding="utf-8") for path in (DBT / "models").rglob("*.sql"))
    assert [row["parameter_code"] for row in seeds.read("policy_parameter") if row["parameter_code"] not in sql] == []


def test_targets_and_clauses_name_indicators_of_the_catalogue():
    known = {row["indicator_code"] for row in seeds.read("indicator")}
    assert {code for row in CLAUSES for code in re.findall("`([a-z_]+)`", row["reading_zh"])} <= known
    assert {row["indicator_code"] for row in seeds.read("policy_target")} <= known


def test_the_page_is_what_the_seeds_render():
    told = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    assert told == page.render(seeds.read_all()), "run: python -m docs.policy_page"


def test_the_page_shows_every_policy_seed_and_notices_an_edit():
    every = seeds.read_all()
    text = page.render(every)
    for name in seeds.names():
        assert f"`{name}`" in text, "a seed nobody can see: give it a Table in park_brain/policy/page.py"
    tier = {**every["policy_tier"][0], "upper_value": "4.5"}
    assert "| 4.5 |" in page.render({**every, "policy_tier": [tier, *every["policy_tier"][1:]]})
