"""Kernel: our own source text as far as it decides what is computed: not comments, docstrings or layout.

What a module stands on is found by following its imports in the text, so nobody keeps a list; what is written by hand
here is only what does not count.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from park_brain.project import DBT_PROJECT, PACKAGES, ROOT, SEEDS
from park_brain.seeds import seed_file

TABLES = {".csv", ".txt", ".json", ".sql"}
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
SEEDS_MODULE = "park_brain.seeds"
SEED_READERS = {"read_seed", "seed_file"}


@dataclass(frozen=True)
class Code:
    """A module and all of ours that it imports, directly or through others."""

    modules: dict[str, ast.Module]
    folder: Path

    @property
    def libraries(self) -> set[str]:
        """Top-level names of what is imported and not ours, the standard library among it."""
        named = (name for tree in self.modules.values() for name in _imports(tree))
        return {name.partition(".")[0] for name in named} - set(PACKAGES)

    @property
    def tables(self) -> list[Path]:
        """Data files beside the modules, in folders of their own too."""
        folders = {path.parent for name in self.modules if (path := module_file(name, self.folder))}
        inside = {sub for folder in folders for sub in folder.iterdir() if sub.is_dir() and sub != DBT_PROJECT}
        plain = {sub for sub in inside if not (sub / "__init__.py").exists()}
        files = (path for folder in folders | plain for path in folder.iterdir())
        return sorted(path for path in files if path.suffix in TABLES)

    @property
    def seeds(self) -> set[str]:
        """Names of the seeds that are read by name."""
        known = {path.stem for path in SEEDS.rglob("*.csv")}
        asked = [prefix for tree in self.modules.values() for prefix in _asked_seeds(tree)]
        return {
            seed
            for seed in known
            for text, is_whole in asked
            if seed == text or (not is_whole and seed.startswith(text))
        }

    def digest(self, seeds: Iterable[str] = ()) -> str:
        """Hash of what the modules do and of the tables and seeds they read."""
        parts = hashlib.sha256()
        for name, tree in sorted(self.modules.items()):
            parts.update(f"{name} {normalised(tree)}\n".encode())
        for path in (*self.tables, *(seed_file(seed) for seed in sorted({*self.seeds, *seeds}))):
            parts.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return parts.hexdigest()


def code_of(module: str, without: Collection[str] = (), folder: Path = ROOT) -> Code:
    """A module with everything of ours that it imports; ``without`` is neither counted nor followed."""
    found: dict[str, ast.Module] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = module_file(name, folder)
        if path is None or name in found or name in without:
            continue
        found[name] = ast.parse(path.read_bytes())
        waiting.extend(_modules(found[name], folder))
    return Code(found, folder)


def module_file(name: str, folder: Path) -> Path | None:
    """The source of one of our modules; None for a name that is none."""
    place = folder.joinpath(*name.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None) if name.partition(".")[0] in PACKAGES else None


def normalised(node: ast.AST) -> str:
    """A tree as text that is the same in every Python that can read it: no positions, no docstrings, nothing empty."""
    fields = ((name, value) for name, value in ast.iter_fields(node) if value is not None and value != [])
    return f"{type(node).__name__}({' '.join(f'{name}={_text(value)}' for name, value in fields if name != 'kind')})"


def _text(value: object) -> str:
    if isinstance(value, list):
        return f"[{' '.join(_text(item) for item in value if not _is_silent(item))}]"
    return normalised(value) if isinstance(value, ast.AST) else repr(value)


def _is_silent(statement: object) -> bool:
    """A text that stands alone (a docstring), or imports for the type checker."""
    if isinstance(statement, ast.If):
        return isinstance(statement.test, ast.Name) and statement.test.id == "TYPE_CHECKING"
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
        return False
    return isinstance(statement.value.value, str)


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Every statement but what is for the type checker; none stands inside an expression."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        inside = (item for block in BLOCKS for item in getattr(node, block, ()))
        waiting.extend(item for item in inside if not _is_silent(item))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _modules(tree: ast.Module, folder: Path) -> Iterator[str]:
    """What is imported: of ``from package import module`` the module, not the package around it."""
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name for name in names if module_file(name, folder)]
            yield from modules
            if len(modules) < len(names):
                yield node.module


def _asked_seeds(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Seeds that are read: a whole name, or the beginning of a name that is put together."""
    for node in ast.walk(tree) if SEEDS_MODULE in _imports(tree) else ():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in SEED_READERS
            and node.args
        ):
            argument = node.args[0]
            if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
                yield str(argument.values[0].value), False
            elif isinstance(argument, ast.Constant):
                yield str(argument.value), True
            else:
                texts = (inner.value for inner in ast.walk(tree) if isinstance(inner, ast.Constant))
                yield from ((text, True) for text in texts if isinstance(text, str))
