"""One of each thing that lies in real inboxes and is no readable list under a readable name."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

LISTS = 7
"""Copies of the list among them that are read, for all their odd names."""
REFUSED = {
    "tax/.#x.csv": "link",
    "tax/dangling.csv": "link",
    "tax/loop.csv": "link",
    "tax/passwd.csv": "link",
    "330681": "link",
    "330683/others": "link",
    "tax/pipe.csv": "not_a_file",
    "tax/sock.csv": "not_a_file",
    r"a\x1b[2Jb.xlsx": "hostile_name",
    r"a\x0ab.xlsx": "hostile_name",
    r"\u202egnp.xlsx": "hostile_name",
    r"\ue000x.xlsx": "hostile_name",
    r"\xed\xa0\x80x.xlsx": "hostile_name",
    "tax/empty.csv": "empty_file",
    "tax/bad_sidecar.csv": "odd_sidecar",
    "tax/big_sidecar.csv": "large_sidecar",
    "tax/bomb.csv": "bad_sidecar",
    "tax/sparse.csv": "too_large",
    "part.xlsx": "unknown_part",
    "999999/tax/z.csv": "unknown_region",
}
"""End of the path as it is shown -> why it is refused."""


def plant(inbox: Path, delivered: Path) -> None:
    """Put them beside a list that was delivered in 330683, whose bytes some of them hold."""
    region = inbox / "330683"
    tax, there = region / "tax", delivered.parent
    _links(inbox, region, tax)
    os.mkfifo(tax / "pipe.csv")
    _socket(tax / "sock.csv")
    names = ["a\x1b[2Jb.xlsx", "a\nb.xlsx", "\u202egnp.xlsx", "\ue000x.xlsx", os.fsdecode(b"\xed\xa0\x80x.xlsx")]
    names += ["part.xlsx", "台账[/改].xlsx", "台账　一.xlsx", "台账\u00a0二\u200b.xlsx", "长" * 80 + ".xlsx", "时.xlsx"]
    names += [os.fsdecode("旧.xlsx".encode("gb18030"))]
    for name in names:
        (there / name).parent.mkdir(exist_ok=True)
        shutil.copy2(delivered, there / name)
    os.utime(there / "时.xlsx", (4e9, 4e9))
    (there / "part.xlsx.meta.yml").write_text("part: 甘林\n", encoding="utf-8")
    _sidecars(tax)
    (tax / "empty.csv").write_bytes(b"")
    with (tax / "sparse.csv").open("wb") as file:
        file.truncate(1 << 40)
    (inbox / "999999" / "tax").mkdir(parents=True)
    (inbox / "999999" / "tax" / "z.csv").write_text("a,b\n1,2\n")


def _links(inbox: Path, region: Path, tax: Path) -> None:
    (tax / ".#x.csv").symlink_to("somebody@host.1:2")
    (tax / "dangling.csv").symlink_to("nowhere")
    (tax / "loop.csv").symlink_to("loop.csv")
    (tax / "passwd.csv").symlink_to("/etc/passwd")
    (region / "others").symlink_to("/usr")
    (inbox / "330681").symlink_to("/usr")


def _socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


def _sidecars(tax: Path) -> None:
    for name in ("bad_sidecar.csv", "big_sidecar.csv", "bomb.csv"):
        (tax / name).write_text("x")
    (tax / "bad_sidecar.csv.meta.yml").symlink_to("/etc/shadow")
    (tax / "big_sidecar.csv.meta.yml").write_text("part: " + "x" * 9_000_000)
    levels = "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    (tax / "bomb.csv.meta.yml").write_text(f"a: &a [x]\n{levels}part: *i\n")
