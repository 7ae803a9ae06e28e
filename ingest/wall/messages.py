"""Ingest, wall: what goes through the wall: what a worker is set up with, what it is asked and what it answers.

Answers are JSON of our own records, never pickles: a worker reads what strangers wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ingest.contracts.contract import Contract
from ingest.lake.ledger import Arrival, BatchRecord, Outcome, Refusal
from ingest.recognise.parts import Parts
from park_brain.installation import Installation

Failure = Literal["unreadable", "out_of_memory", "crashed", "too_slow"]


@dataclass(frozen=True)
class Setup:
    """What a worker needs once."""

    home: Installation
    contracts: dict[str, tuple[Contract, ...]]
    """Department -> its lists."""
    person_key: bytes
    memory_bytes: int


@dataclass(frozen=True)
class Task:
    """One file to read."""

    arrival: Arrival
    parts: Parts


class Answer(BaseModel):
    """What became of it: an outcome with the records of its batches, or how reading failed, or what stops the run."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome | None = None
    records: tuple[BatchRecord, ...] = ()
    failure: Failure | None = None
    where: str = ""
    """Type of the error and place in our code; never its text, which may quote the file."""
    disk_full: bool = False


_WORDS: dict[Failure, tuple[str, str]] = {
    "unreadable": (
        "our reader failed on it; please report it, and ask for the file again",
        "文件内容异常，程序无法读取，请重新导出后报送；如仍不行请联系大数据中心",
    ),
    "out_of_memory": (
        "reading it takes more memory than a file may; split it, or delete empty cells and pictures",
        "文件过大，读取时内存不足，请删除空行空列和图片，或拆分成几份后重新报送",
    ),
    "crashed": (
        "a reader crashed on it; ask for the file again, saved anew",
        "文件内容异常，读取程序中断，请用 Excel 打开后另存为 .xlsx 重新报送；如仍不行请联系大数据中心",
    ),
    "too_slow": (
        "reading it takes longer than a file may; split it, or save it anew",
        "文件读取超时，请另存为 .xlsx 或拆分成几份后重新报送；如仍不行请联系大数据中心",
    ),
}


def failed(failure: Failure, where: str) -> Refusal:
    """The refusal of a file whose reading ended badly."""
    en, zh = _WORDS[failure]
    return Refusal(code=failure, en=f"{en} ({where})" if where else en, zh=zh)
