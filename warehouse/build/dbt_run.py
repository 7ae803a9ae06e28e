"""Build: the one place that calls dbt, in this process, for one home.

Every home has its own profile (literal paths, so partial parsing holds), target and log folders: the project
folder is only read. A prebuilt manifest (`write_manifest`) saves parsing altogether while the project is
unchanged.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from park_brain import database
from park_brain.installation import Installation
from park_brain.project import DBT_PROJECT
from park_brain.rules import write_merged

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

PROJECT = DBT_PROJECT
PREBUILT = PROJECT / "target"
STAMP = "project.sha256"
PARSED = "partial_parse.msgpack"
WAL_LIMIT = "1GB"
"""At the usual 16 MB many small models end in a checkpoint; nobody recovers a build, the next one starts anew."""
PROJECT_FOLDERS = ("models", "macros", "seeds", "tests")


@dataclass(frozen=True)
class NodeResult:
    """What became of one model, seed or test."""

    name: str
    kind: str
    status: str
    message: str
    sql: str
    """Compiled text; of a test, the query that lists what breaks it."""


class DbtError(Exception):
    """dbt could not even start on the nodes: the project does not parse or the database does not open."""


def run_dbt(home: Installation, arguments: list[str], threads: int | None = None) -> list[NodeResult]:
    """Invoke dbt for a home and close its database afterwards; results in order of completion."""
    folder = home.work / "dbt"
    _write_profile(folder, home.build_file, home.tmp, threads)
    common = _common_arguments(folder, folder / "target")
    own_seeds = write_merged(home, folder / "seeds")
    manifest = _prebuilt_manifest()
    if manifest is not None:
        arguments = ["--no-write-json", *arguments]
    with _clean_adapters(), contextlib.chdir(PROJECT):
        if own_seeds:
            manifest = _with_seeds(manifest or _invoke(["parse", *common], None), own_seeds)
        result = _invoke([*arguments, *common], manifest)
    return [_node_result(item) for item in getattr(result, "results", [])]


def write_manifest() -> Path:
    """Parse the project once into ``dbt_project/target`` for Dagster and for fast builds; returns manifest.json."""
    PREBUILT.mkdir(exist_ok=True)
    stamp = PREBUILT / STAMP
    stamp.unlink(missing_ok=True)
    _write_profile(PREBUILT, PREBUILT / "build.duckdb", PREBUILT, None)
    with _clean_adapters(), contextlib.chdir(PROJECT):
        _invoke(["parse", *_common_arguments(PREBUILT, PREBUILT)], None)
    stamp.write_text(_project_stamp(), encoding="utf-8")
    return PREBUILT / "manifest.json"


def manifest_path(home: Installation) -> Path:
    """The manifest that describes the home's last build: its own where it had to parse, else the prebuilt one."""
    if _prebuilt_is_current():
        return PREBUILT / "manifest.json"
    return home.work / "dbt" / "target" / "manifest.json"


def _invoke(arguments: list[str], manifest: Manifest | None) -> Any:
    from dbt.cli.main import dbtRunner

    outcome = dbtRunner(manifest=manifest).invoke(["--log-level", "none", "--log-level-file", "info", *arguments])
    if outcome.exception is not None:
        raise DbtError(str(outcome.exception)) from outcome.exception
    return outcome.result


def _common_arguments(folder: Path, target: Path) -> list[str]:
    return [
        *("--project-dir", str(PROJECT), "--profiles-dir", str(folder)),
        *("--target-path", str(target), "--log-path", str(folder / "logs")),
    ]


def _write_profile(folder: Path, file: Path, tmp: Path, threads: int | None) -> None:
    """One dbt thread: models are heavy inside and DuckDB spreads each over all cores."""
    import yaml

    settings = database.settings(tmp.resolve(), threads) | {"checkpoint_threshold": WAL_LIMIT}
    output = {
        "type": "duckdb",
        "path": str(file.resolve()),
        "schema": "build",
        "threads": 1,
        "config_options": settings,
    }
    profile = {"park_brain": {"target": "build", "outputs": {"build": output}}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")


@contextlib.contextmanager
def _clean_adapters() -> Iterator[None]:
    """dbt keeps adapters and the open database per process: another home must not get this one's."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    reset_adapters()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        reset_adapters()  # type: ignore[no-untyped-call]


def _prebuilt_manifest() -> Manifest | None:
    """The parsed project from `write_manifest`, unless the project has changed since."""
    if not _prebuilt_is_current():
        return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest: Manifest = Manifest.from_msgpack((PREBUILT / PARSED).read_bytes(), decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def _with_seeds(manifest: Manifest, files: Mapping[str, Path]) -> Manifest:
    """The parsed project with the seeds that a county has changed read from these files; types and tests stay."""
    for unique_id, node in manifest.nodes.items():
        if unique_id.startswith("seed.") and node.name in files:
            node.original_file_path = str(files[node.name].resolve())
    return manifest


def _prebuilt_is_current() -> bool:
    stamp = PREBUILT / STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _project_stamp()


def _project_stamp() -> str:
    """Hash of dbt's version, the project's place and every file of it."""
    from importlib.metadata import version

    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')} {PROJECT}".encode())
    files = [path for name in PROJECT_FOLDERS for path in (PROJECT / name).rglob("*") if path.is_file()]
    for path in sorted([PROJECT / "dbt_project.yml", *files]):
        digest.update(path.relative_to(PROJECT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _node_result(item: Any) -> NodeResult:
    node = item.node
    return NodeResult(
        name=str(node.name),
        kind=str(node.resource_type),
        status=str(item.status),
        message=" ".join(str(item.message or "").split()),
        sql=str(getattr(node, "compiled_code", None) or ""),
    )
