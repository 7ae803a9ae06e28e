"""Ingest, lake: why a file or sheet cannot be taken in; each with a message that says what to do."""

from __future__ import annotations

import yaml
from pydantic import ValidationError

from ingest.lake.ledger import Refusal
from ingest.persons.shown import shown_error


class Refused(Exception):
    """Stops one file or one sheet; the rest of the refresh goes on."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.en)
        self.refusal = refusal


def refused(code: str, en: str, zh: str, *, sheet: str | None = None, line: int | None = None) -> Refused:
    """Build the exception; ``en`` is for engineers, ``zh`` for the department."""
    return Refused(Refusal(code=code, sheet=sheet, line=line, en=en, zh=zh))


def password_protected() -> Refused:
    """A workbook only its sender can open."""
    return refused(
        "password_protected",
        "the workbook is protected by a password; ask the sender to remove it",
        "工作簿设置了打开密码，请取消密码后重新报送",
    )


def broken_file(error: Exception) -> Refused:
    """Bytes that begin like a file of their format and cannot be read to the end."""
    return refused(
        "broken_file",
        f"the file is damaged or cut short ({shown_error(error)}); ask the sender for it again",
        "文件已损坏或传输不完整，请重新导出后报送",
    )


def reasons(error: Exception) -> str:
    """What is wrong in a YAML text, in one line and without pydantic's links to the outside."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:  # whose text would quote the lines around it
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    if not isinstance(error, ValidationError):
        return " ".join(str(error).split())
    found = error.errors(include_url=False)
    return "; ".join(f"'{'.'.join(map(str, item['loc'])) or 'text'}': {item['msg']}" for item in found)
