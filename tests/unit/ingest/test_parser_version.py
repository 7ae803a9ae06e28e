"""A derivation follows what the reading code does, and nothing else of it."""

import importlib.util
import shutil
import sys
from importlib.metadata import packages_distributions, version

import pytest

from ingest import parser_version
from ingest.parser_version import (
    NO_READERS,
    READER,
    STORAGE,
    derivation_of,
    fingerprint_of,
    reading_code,
    reading_libraries,
)
from park_brain.project import PACKAGES, ROOT
from park_brain.source_code import code_of

PARTS = ("readers", "recognise", "values", "rules", "one_file", "batch_writer")


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The packages that reading may stand on, for changing."""
    folder = tmp_path_factory.mktemp("code")
    for name in ("ingest", "park_brain"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "dbt_project"))
    return folder


def reading(folder=ROOT):
    return fingerprint_of(code_of(READER, STORAGE, folder))


def test_all_parts_that_read_are_found_by_following_imports():
    found = set(code_of(READER, STORAGE).modules)
    for part in PARTS:
        assert any(name.split(".")[:2] == ["ingest", part] for name in found), part
    files = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in (ROOT / "ingest").rglob("*.py")
    }
    readers = {name for name in files if name.startswith("ingest.readers.") and not name.endswith("__init__")}
    assert readers <= found
    for other in ("ingest.stage", "ingest.replay", "ingest.mend", "park_brain.release_folder", "park_brain.lock"):
        assert other not in found


def test_no_library_that_reads_is_forgotten():
    """What is loaded once the readers are, and is imported by them, has its version in the derivation."""
    code = code_of(READER, STORAGE)
    installed = packages_distributions()
    imported = code.libraries - set(sys.stdlib_module_names) - set(NO_READERS) - set(PACKAGES)
    wanted = {installed[name][0].lower() for name in imported}
    assert wanted <= {name.lower() for name in reading_libraries(code)}
    assert {"polars", "duckdb", "python-calamine", "xlrd", "pyarrow", "lxml"} <= set(reading_libraries(code))
    assert all(version(name) for name in reading_libraries(code))
    assert all(importlib.util.find_spec(name) for name in imported)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("ingest/values/dates.py", '"""', '"""Otherwise said. '),
        ("ingest/readers/sheets.py", "\n\n\n", "\n\n\n# a remark\n"),
        ("ingest/parser_version.py", "[:12]", "[:11]"),
        ("park_brain/installation.py", '"inbox"', '"in"'),
        ("park_brain/__init__.py", "__version__ =", '__version__ = "9" or'),
    ],
)
def test_what_changes_no_row_derives_nothing_again(copied, file, before, after):
    changed(copied, file, before, after, is_new=False)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("ingest/values/dates.py", "return ", "return not "),
        ("ingest/readers/sheets.py", "return ", "return not "),
        ("ingest/recognise/headers.py", "return ", "return not "),
        ("ingest/rules/row_rules.py", "select ", "select distinct "),
        ("park_brain/codes.py", "return ", "return not "),
        ("ingest/contracts/contract.py", "DECIMAL(18,2)", "DECIMAL(18,3)"),
    ],
)
def test_what_may_change_a_row_derives_all_again(copied, file, before, after):
    changed(copied, file, before, after, is_new=True)


def changed(folder, file, before, after, *, is_new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{file} has no {before!r} any more: choose another place"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    try:
        assert (reading(folder) != reading_code()) == is_new
    finally:
        path.write_text(text, encoding="utf-8")


def test_another_version_of_a_library_derives_all_again(monkeypatch):
    before = reading()
    monkeypatch.setattr(parser_version, "version", lambda name: "9.9" if name == "xlrd" else version(name))
    assert reading() != before


def test_it_is_the_same_wherever_the_code_lies_and_computed_once(copied, contracts):
    assert reading(copied) == reading_code()
    assert derivation_of(contracts["tax.tax_paid"]) == derivation_of(contracts["tax.tax_paid"])
    assert reading_code.cache_info().misses <= 1
