"""What is written into files: odd values of clerks and programs, and entities that would grow without end."""

from __future__ import annotations

import random
import re

VALUES = [
    "",
    '"',
    "'",
    "\x00",
    "\ufeff",
    "9" * 400,
    "-0",
    "1e999",
    "=cmd|' /C calc'!A0",
    "\u202e",
    "合计",
    "零报告",
    "注：单位：万元",
    "2023年13月45日",
    "\n",
    "\r\n\r\n",
    ",,,,,,,,,,",
    "\t" * 9,
    "单位：亿元",
    "A" * 70_000,
    "纳税人识别号",
    "本页小计",
    "续表",
    "第2页 共3页",
    "* 未缴清",
    "无",
    "单位：万元/亩",
    "甲",
    "1.2万",
    "约3亩",
    "9.13306E+17",
    "#REF!",
    '="0610"',
    "2021年10月25日前",
    "2021-05-01至2021-05-31",
    "长期",
    "0000-00-00",
    "(1,234.50)",
    "−5",
    "٣",
    "1e400",
]


def first(found: object, limit: int = 2_000) -> list[re.Match[str]]:
    """The first matches of a search; enough to choose from."""
    return [match for match, _ in zip(found, range(limit), strict=False)]


def flip(content: bytes, chance: random.Random) -> bytes:
    """Some bytes become others."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20, 100))):
        if data:
            data[chance.randrange(len(data))] = chance.choice((0, 255, 127, 128, chance.randrange(256)))
    return bytes(data)
