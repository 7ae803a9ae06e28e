"""Kernel: characters that nobody sees, steer a terminal or turn a text around are written as escapes."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Controls, formats without a shape, bidirectional marks, lone surrogates, private use, tags, no characters."""
_LAYOUT = "\n\t"


def visible(text: str, keep: str = _LAYOUT) -> str:
    r"""``\x1b`` for ESC, ``\u202e`` for an override, ``\xff`` for a byte of a name that is no text; ``keep`` stays."""
    return _UNSAFE.sub(lambda match: match[0] if match[0] in keep else _escape(ord(match[0])), text)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # what Python makes of a byte of a name that it cannot decode
        code -= 0xDC00
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
