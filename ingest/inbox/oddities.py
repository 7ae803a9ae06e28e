"""Ingest, inbox: why an entry was not read: a code that its arrival keeps, and words for engineers and departments."""

from __future__ import annotations

from typing import Literal

from ingest.lake.ledger import Refusal

Oddity = Literal[
    "link",
    "not_a_file",
    "unreadable_entry",
    "vanished",
    "hostile_name",
    "name_too_long",
    "odd_sidecar",
    "large_sidecar",
    "too_large",
    "no_room",
]
_WORDS: dict[str, tuple[str, str]] = {
    "link": (
        "it is a link, and links in an inbox are never followed; put the file itself there",
        "这是一个链接（快捷方式），不是文件，未读取；请把文件本身放入目录",
    ),
    "not_a_file": (
        "it is a pipe, socket or device, not a file; remove it",
        "这不是普通文件（管道、套接字或设备），未读取；请删除",
    ),
    "unreadable_entry": (
        "it cannot be read (permission, or the disk); let the user of the pipeline read it",
        "没有读取权限或磁盘读取出错，未读取；请开放读取权限后重新放入",
    ),
    "vanished": (
        "it was there and went away before it was read; send it again if it was meant",
        "文件在读取之前被移走，未读取；如需报送请重新放入",
    ),
    "hostile_name": (
        "its name holds control, direction or private characters or bytes that are no text (shown escaped); rename it",
        "文件名或目录名含有控制字符、方向控制符、自造字或无法识别的字节，未读取；请改名后重新放入",
    ),
    "name_too_long": (
        "its path is too long; shorten the names of file and folders",
        "文件名和目录名过长，未读取；请缩短后重新放入",
    ),
    "odd_sidecar": (
        "its sidecar .meta.yml is a link, no file or unreadable; put a readable file there, or none",
        "说明文件 .meta.yml 是链接或无法读取，本文件未读取；请换成普通文件或删除说明文件",
    ),
    "large_sidecar": (
        "its sidecar .meta.yml is larger than 64 kB; it may state period, part, delivery and received_at, no more",
        "说明文件 .meta.yml 超过 64 KB，本文件未读取；说明文件只能包含 period、part、delivery、received_at 四项",
    ),
    "too_large": (
        "it is larger than any list that is read; split it",
        "文件过大，未读取；请拆分后重新报送",
    ),
    "no_room": (
        "it does not fit on the disk of the lake; free space, or split it",
        "存储空间放不下本文件，未读取；请联系大数据中心清理空间，或拆分后重新报送",
    ),
}


class OddEntry(Exception):
    """Stops one entry; the others go on."""

    def __init__(self, oddity: Oddity) -> None:
        super().__init__(oddity)
        self.oddity = oddity


def odd_refusal(code: str) -> Refusal:
    """The refusal of an entry that was not read; a code of a newer version stands for itself."""
    en, zh = _WORDS.get(code, (f"it was not read ({code})", "未读取，请联系大数据中心"))
    return Refusal(code=code, en=en, zh=zh)
