"""Kernel: a county's own rules: ``rules/<seed>.csv`` in the home, laid over the seeds of the package.

A file has the columns of its seed. A row whose key the seed has takes its place, any other is added. Keys and types
stand in the yml of the seeds (``county_key``). Nothing of a file that does not fit is used: a refresh stops before it
has read anything, and says why.
"""

from __future__ import annotations

import csv
from pathlib import Path

from park_brain.cache import digest, file_digest
from park_brain.failure import Failure
from park_brain.installation import Installation
from park_brain.project import SEEDS
from park_brain.rule_table import RuleTable, problems_of
from park_brain.seeds import Row, load_shapes, read_seed

LEFT_BEHIND = ("~$", ".")
"""What programs leave beside a file that is open."""


class RulesError(Failure):
    """A file of ``rules/`` cannot be used; one line a problem, with file, line and what to do."""


def rule_files(home: Installation) -> list[Path]:
    """Everything a county has put into its rules, but for what programs leave behind."""
    found = home.rules.iterdir() if home.rules.is_dir() else iter(())
    return sorted(path for path in found if not path.name.startswith(LEFT_BEHIND))


def rules_content(home: Installation) -> dict[str, str]:
    """File -> hash: what the manifest of a release tells of the county's rules."""
    return {path.name: file_digest(path) for path in rule_files(home)}


def rules_digest(home: Installation) -> str:
    """Hash of the county's rules; empty where there are none."""
    content = rules_content(home)
    return digest(f"{name}:{value}" for name, value in content.items()) if content else ""


def check_rules(home: Installation, seeds: Path = SEEDS) -> None:
    """Let the county's rules pass.

    Raises:
        RulesError: some file cannot be used.
    """
    files = rule_files(home)
    if not files:
        return
    shapes = load_shapes(seeds)
    tables = [RuleTable(path, shapes, seeds) for path in files]
    found = [problem for table in tables for problem in table.problems()]
    if not found:
        divisions = {row["division_code"] for row in read_seed("ref_division", seeds, home.rules)}
        found = [problem for table in tables for problem in problems_of(table, divisions)]
    if found:
        raise RulesError("\n".join(found))


def write_merged(home: Installation, folder: Path, seeds: Path = SEEDS) -> dict[str, Path]:
    """Write the seeds that a county has changed as whole files; seed -> file."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for path in rule_files(home):
        rows: list[Row] = read_seed(path.stem, seeds, home.rules)
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        written[path.stem] = folder / path.name
    return written
