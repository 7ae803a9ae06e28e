"""Build: what is committed of the dbt project but written from elsewhere: ``python -m warehouse.build.generate``.

Staging models come from the contracts, the columns of the marts' yml from the registry of columns. With ``--check``
nothing is written and a difference is an error.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ingest.contracts.contract import load_contracts
from park_brain.columns import REGISTRY, load_registry
from park_brain.project import DBT_PROJECT
from warehouse.build.mart_columns import mart_files, mart_text, unused
from warehouse.build.staging import staging_files

MODELS = DBT_PROJECT / "models"


def generated_files() -> dict[Path, str]:
    """Path and text of every generated file of the project."""
    registry = load_registry()
    marts = mart_files(MODELS)
    if left_over := unused(registry, marts):
        raise ValueError(f"{REGISTRY.name}: no mart has {', '.join(left_over)}")
    staging = {MODELS / path: text for path, text in staging_files(load_contracts().values()).items()}
    return staging | {path: mart_text(path, registry) for path in marts}


def differing(files: Mapping[Path, str], models: Path = MODELS) -> list[Path]:
    """Files that are missing, that hold something else, or whose list is gone."""
    changed = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    left_over = [path for path in (models / "staging").rglob("stg_*") if path not in files]
    return sorted(changed + left_over)


def write(paths: list[Path], files: Mapping[Path, str]) -> None:
    """Bring the named files up to date; those of lists that are gone go."""
    for path in paths:
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
        else:
            path.unlink()


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare; names what differed."""
    try:
        files = generated_files()
    except (LookupError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    paths = differing(files)
    if "--check" not in arguments:
        write(paths, files)
    for path in paths:
        print(path.relative_to(DBT_PROJECT.parent).as_posix())
    if "--check" in arguments and paths:
        print("these are not what `make generate` writes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
