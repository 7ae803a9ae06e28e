"""Feedback: the dry run of one file, in a temporary installation; nothing else is changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from expectations.run import judge
from expectations.suite import Check, Verdict
from feedback.vocabulary_zh import with_choices
from ingest.arrivals import SIDECAR_SUFFIX
from ingest.contracts.contract import Contract
from ingest.contracts.names_zh import regions
from ingest.lake.ledger import BatchRecord, Refusal, load_batches
from ingest.parser_version import derivation_of
from ingest.places import Places, divisions
from ingest.stage import take_in
from park_brain.installation import Installation

NO_REGION = "000000"
"""Stands for "no region given": only headers that every region uses, and no towns to recognise parts by."""


class CheckInputError(ValueError):
    """The request cannot be checked (no such file, list or region); the message is for the clerk."""


@dataclass(frozen=True)
class Question:
    """The request: check this file as a delivery of this list."""

    file: Path
    contract: Contract
    region: str = NO_REGION
    period: str | None = None
    part: str | None = None
    folders: tuple[str, ...] = ()
    """Folders between the department's folder and the file; they may name the period."""
    rules: Path | None = None
    """Folder of the county's own rules, where it has any."""


@dataclass(frozen=True)
class CheckedBatch:
    """One batch that the file would give: its record, the findings by row, and the verdict on the whole."""

    record: BatchRecord
    contract: Contract
    violations: pl.DataFrame
    roles: pl.DataFrame
    """sheet, line, role of every row."""
    verdict: Verdict
    hold: str = ""
    """Why it would be held although it is readable: far fewer rows than it replaces."""

    @cached_property
    def outputs_of(self) -> dict[str, tuple[str, ...]]:
        """Column of the contract -> its typed columns."""
        return {column.name: tuple(column.outputs) for column in self.contract.columns}

    @property
    def failed(self) -> list[Check]:
        """Failed expectations on the whole list, the critical ones first."""
        return sorted((c for c in self.verdict.checks if not c.success), key=lambda c: c.severity)

    @property
    def is_held(self) -> bool:
        """Whether the list as a whole would not be used."""
        return self.verdict.verdict == "critical" or bool(self.hold)

    def count(self, *severities: str) -> int:
        """Number of findings with these severities."""
        return self.violations.filter(pl.col("severity").is_in(severities)).height


@dataclass(frozen=True)
class CheckResult:
    """What would happen to the file."""

    question: Question
    batches: tuple[CheckedBatch, ...]
    refusals: tuple[Refusal, ...]

    @property
    def is_other_list(self) -> bool:
        """Whether the file would be taken for another list of the department than the one asked for."""
        return bool(self.batches) and all(b.record.list != self.question.contract.list for b in self.batches)

    @property
    def exit_code(self) -> int:
        """0 accepted without open points, 1 rows or figures to correct, 2 refused."""
        if not self.batches or self.is_other_list:
            return 2
        open_points = any(b.count("reject", "warn") or b.failed or b.hold for b in self.batches)
        return 1 if open_points or self.refusals else 0


def find_contract(contracts: Mapping[str, Contract], name: str) -> Contract:
    """The list with this code or Chinese name.

    Raises:
        CheckInputError: there is none; the message lists the known ones.
    """
    for contract in contracts.values():
        if name in (contract.list, contract.zh, *contract.aliases):
            return contract
    known = "\n".join(f"  {contract.list}  {contract.zh}" for contract in contracts.values())
    raise CheckInputError(f"没有名为“{name}”的清单，可用的清单：\n{known}")


def ask(
    file: Path, contract: Contract, *, region: str = "", period: str | None, part: str | None, rules: Path | None = None
) -> Question:
    """The question about a file; its folders give region and period as they would in an inbox.

    Raises:
        CheckInputError: there is no such region.
    """
    above, known = file.absolute().parent.parts, regions(rules)
    places = [n for n, name in enumerate(above) if name == contract.department and above[n - 1] in known]
    found = above[places[-1] - 1] if places else next((name for name in reversed(above) if name in known), NO_REGION)
    folders = above[places[-1] + 1 :] if places else ()
    code = find_region(region, rules) if region else found
    return Question(file, contract, code, period, part, folders, rules)


def find_region(stated: str, rules: Path | None = None) -> str:
    """The code of the region with this code or name.

    Raises:
        CheckInputError: there is none; the message lists the known ones.
    """
    known = regions(rules)
    for code, name in known.items():
        if stated in (code, name):
            return code
    listed = "\n".join(f"  {code}  {name}" for code, name in known.items())
    raise CheckInputError(f"没有代码或名称为“{stated}”的地区，可用的地区：\n{listed}")


def safe_target(out: Path, file: Path) -> Path:
    """The path of the annotated workbook, if it can be written there.

    Raises:
        CheckInputError: it would overwrite the checked file, or a workbook cannot be written there.
    """
    if out.suffix.lower() != ".xlsx":
        raise CheckInputError(f"标注文件 {out} 请以 .xlsx 结尾")
    if out.exists() and (out.is_dir() or (file.exists() and out.samefile(file))):
        raise CheckInputError(f"标注文件 {out} 不能与被检查的文件相同，也不能是文件夹，请换一个名称")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out.parent):
            return out
    except OSError as error:
        raise CheckInputError(f"无法在 {out.parent} 中写入标注文件，请换一个文件夹") from error


def check(
    contracts: Mapping[str, Contract], question: Question, platforms: Mapping[str, tuple[str, ...]] | None = None
) -> CheckResult:
    """Read and judge the file as a refresh would, with all lists of its department as candidates.

    A refused file is read again with the requested list as the only candidate, so that the refusal names the headers of
    that list. ``platforms``: region -> those it has named, which may be parts.

    Raises:
        CheckInputError: there is no such file.
    """
    if not question.file.is_file():
        raise CheckInputError(f"找不到文件 {question.file}，请核对文件名和所在文件夹")
    department = question.contract.department
    colleagues = {code: contract for code, contract in contracts.items() if contract.department == department}
    places = _places(question.rules, platforms or {})
    result = _dry_run(colleagues, question, places)
    if result.batches:
        return result
    alone = _dry_run({question.contract.list: question.contract}, question, places)
    return result if alone.batches else alone


def _places(rules: Path | None, platforms: Mapping[str, tuple[str, ...]]) -> Places:
    """Those of an inbox, and the one that stands for none."""
    nowhere = {"division_code": NO_REGION, "division_zh": "", "short_zh": "", "parent_code": ""}
    return Places((*divisions(rules), nowhere), platforms)


def _dry_run(contracts: dict[str, Contract], question: Question, places: Places) -> CheckResult:
    with temporary_home(question.rules) as home:
        _deliver(home, question)
        report = take_in(home, contracts, places=places)
        records = load_batches(home, {code: derivation_of(contract) for code, contract in contracts.items()})
        verdicts = judge(home, contracts, records)
        return CheckResult(
            question,
            tuple(_checked(home, record, contracts[record.list], verdicts[record.batch_id]) for record in records),
            tuple(refusal for _, refusal in report.refusals),
        )


@contextmanager
def temporary_home(rules: Path | None = None) -> Iterator[Installation]:
    """An installation that exists for one check, under the same rules."""
    with tempfile.TemporaryDirectory(prefix="park-check-") as folder:
        home = Installation(Path(folder))
        home.prepare()
        if rules is not None and rules.is_dir():
            shutil.copytree(rules, home.rules)
        yield home


def _deliver(home: Installation, question: Question) -> None:
    """Put the file, with the period and part the clerk gave, into the temporary inbox."""
    folder = home.inbox.joinpath(question.region, question.contract.department, *question.folders)
    folder.mkdir(parents=True)
    target = folder / question.file.name
    shutil.copyfile(question.file, target)
    os.utime(target, (question.file.stat().st_mtime,) * 2)
    beside = question.file.with_name(question.file.name + SIDECAR_SUFFIX)
    stated = {name: value for name, value in (("period", question.period), ("part", question.part)) if value}
    if stated:
        text = yaml.safe_dump(_sidecar(beside) | stated, allow_unicode=True)
        target.with_name(target.name + SIDECAR_SUFFIX).write_text(text, encoding="utf-8")
    elif beside.is_file():
        shutil.copyfile(beside, target.with_name(target.name + SIDECAR_SUFFIX))


def _sidecar(path: Path) -> dict[str, Any]:
    """The sidecar of the file; an unreadable one counts as empty here and is refused later unless it is replaced."""
    try:
        stated = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return stated if isinstance(stated, dict) else {}


def _checked(home: Installation, record: BatchRecord, contract: Contract, verdict: Verdict) -> CheckedBatch:
    violations = with_choices(pl.read_parquet(record.violations_path(home)), contract)
    roles = pl.read_parquet(record.text_path(home), columns=["sheet", "line", "role"])
    return CheckedBatch(record, contract, violations, roles, verdict)
