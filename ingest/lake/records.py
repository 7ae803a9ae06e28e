"""Ingest, lake: what all records have in common: frozen, numbered by format, written whole, read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from park_brain.files import write_atomically
from park_brain.formats import FORMAT, NewerFormatError, format_of


class Part(BaseModel):
    """Something inside a record. A field that we do not know was added by newer software of the same format."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Record(Part):
    """One file of the lake. Formats: ``park_brain.formats``."""

    format: int = FORMAT

    @model_validator(mode="before")
    @classmethod
    def _of_a_known_format(cls, stored: Any) -> Any:
        """A record of an earlier format takes today's shape here; until now only the number differs."""
        if isinstance(stored, dict):
            format_of(stored, f"a record ({cls.__name__})")
            return {**stored, "format": FORMAT}
        return stored

    @property
    def file_name(self) -> str:
        """Under which the record lies in the folder of its kind."""
        raise NotImplementedError


class DamagedRecordError(ValueError):
    """A record cannot be understood; says which and why."""


R = TypeVar("R", bound=Record)


def write_record(path: Path, record: Record) -> None:
    """Write one record as readable JSON."""
    write_atomically(path, record.model_dump_json(indent=1).encode())


def read_record(path: Path, kind: type[R]) -> R:
    """One record.

    Raises:
        DamagedRecordError: it cannot be read or understood.
        NewerFormatError: newer software wrote it.
    """
    try:
        return kind.model_validate_json(path.read_bytes())
    except NewerFormatError as error:
        raise NewerFormatError(str(path), error.found) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "text"
        raise DamagedRecordError(f"{place}: {first['msg']}") from error
    except OSError as error:
        raise DamagedRecordError(f"{type(error).__name__}: {error.strerror}") from error


def read_records(folder: Path, kind: type[R]) -> Iterator[R]:
    """All sound records of a folder in order of file name; `ingest.mend` names the damaged ones.

    Raises:
        NewerFormatError: newer software wrote one.
    """
    for path in record_files(folder):
        try:
            yield read_record(path, kind)
        except DamagedRecordError:
            continue


def record_files(folder: Path) -> list[Path]:
    """The files of a folder that are records, or should be, in order of name."""
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))
