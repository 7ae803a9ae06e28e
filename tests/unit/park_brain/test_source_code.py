import ast

import pytest

from park_brain.source_code import code_of, normalised

SOURCE = '''
"""What it does."""
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from park_brain import later
LIMIT = 3
"""Why three."""

def reads(value: int) -> int:
    """Read it."""
    return [value, "text", f"{value:>3}"][-1] if value > LIMIT else None
'''


def text(source):
    return normalised(ast.parse(source))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"""What it does."""', '"""Says otherwise."""\n# and why'),
        ('"""Why three."""', ""),
        ('    """Read it."""\n', ""),
        ("LIMIT = 3", "LIMIT   =   3  # three"),
        ("LIMIT = 3", "LIMIT = (\n    3\n)"),
        ("    from park_brain import later\n", "    import other\n"),
        ('"text"', "'text'"),
        ("[value,", "[\n        value,"),
    ],
)
def test_words_and_layout_are_not_code(before, after):
    assert before in SOURCE
    assert text(SOURCE.replace(before, after)) == text(SOURCE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("LIMIT = 3", "LIMIT = '3'"),
        ("value > LIMIT", "value >= LIMIT"),
        ('"text"', '"Text"'),
        ('"text"', 'b"text"'),
        ("else None", "else 0"),
        (":>3", ":>4"),
        ("[-1]", "[1]"),
        ("value: int)", "value: int = 0)"),
        ("def reads", "def read"),
        ("import annotations", "import annotations, division"),
    ],
)
def test_every_expression_is(before, after):
    assert before in SOURCE
    assert text(SOURCE.replace(before, after)) != text(SOURCE)


@pytest.fixture
def folder(tmp_path):
    files = {
        "ingest/__init__.py": "X = 1",
        "ingest/start.py": "import json\nfrom ingest.one import f\nfrom ingest import two\nimport polars as pl\n",
        "ingest/one.py": "def f():\n    from park_brain.far import g\n    return g\n",
        "ingest/two/__init__.py": '"""Nothing."""',
        "ingest/two/words.csv": "a,b\n",
        "ingest/two/tables/more.txt": "c\n",
        "ingest/alone.py": "import numpy",
        "park_brain/far.py": "try:\n    import duckdb.typing\nexcept ImportError:\n    from ingest.storage import h\n",
        "ingest/storage.py": "from ingest.alone import x",
        "polars.py": "not ours",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


def test_imports_are_followed_wherever_they_stand_and_only_to_what_is_ours(folder):
    code = code_of("ingest.start", ("ingest.storage",), folder)
    assert set(code.modules) == {"ingest.start", "ingest.one", "ingest.two", "park_brain.far"}
    assert code.libraries == {"json", "polars", "duckdb"}
    assert [path.name for path in code.tables] == ["more.txt", "words.csv"]
    assert "ingest.alone" in code_of("ingest.start", (), folder).modules


def test_a_module_and_a_table_that_count_change_the_hash(folder):
    def now():
        return code_of("ingest.start", ("ingest.storage",), folder).digest()

    seen = {now()}
    for name in ("ingest/__init__.py", "ingest/alone.py", "ingest/storage.py", "polars.py"):
        (folder / name).write_text("y = 2")
        assert now() in seen
    for name in ("ingest/one.py", "park_brain/far.py", "ingest/two/words.csv", "ingest/two/tables/more.txt"):
        path = folder / name
        path.write_text(path.read_text() + "\nz = 2\n")
        seen.add(now())
    assert len(seen) == 5


def test_seeds_that_are_read_by_name_count(folder):
    (folder / "ingest" / "one.py").write_text(
        "from park_brain.seeds import read_seed\nNAME = 'placeholder_text'\n"
        "def f(x): return read_seed('ref_division'), read_seed(f'ref_dep{x}'), read_seed(NAME)\n"
    )
    code = code_of("ingest.start", (), folder)
    assert code.seeds == {"ref_division", "placeholder_text", "ref_department"}
    assert code.digest() != code.digest(("indicator",))
