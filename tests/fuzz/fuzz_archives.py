"""Damage done inside archives: to their members, to the XML in them, to the texts and elements of that XML."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.fuzz.fuzz_values import VALUES, first, flip

_ENTITIES = {"x": "lol" * 99, "y": "&x;" * 99, "z": "&y;" * 999}
BOMB = "".join(["<!DOCTYPE a [", *(f'<!ENTITY {name} "{value}">' for name, value in _ENTITIES.items()), "]>"])
_CONTENT = re.compile(r">[^<]+<")
_ELEMENT = re.compile(r"<(row|c|si|w:tr|w:tc|w:p|table:table-row|table:table-cell)\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL)
XML_EDITS: list[tuple[str, str]] = [
    (r'r="[A-Z]+\d+"', 'r="XFD1048576"'),
    (r'r="[A-Z]+\d+"', 'r="A0"'),
    (r'r="[A-Z]+\d+"', ""),
    (r'(<row [^>]*)r="\d+"', r'\1r="4294967295"'),
    (r"<v>[^<]*</v>", "<v>99999999999</v>"),
    (r"<v>[^<]*</v>", "<v>-1</v>"),
    (r"<v>[^<]*</v>", "<v>1e308</v>"),
    (r"<v>[^<]*</v>", "<v>NaN</v>"),
    (r't="\w+"', 't="s"'),
    (r't="\w+"', 't="d"'),
    (r'ref="[^"]*"', 'ref="A1:XFD1048576"'),
    (r'ref="[^"]*"', 'ref="ZZZZZZ9:A1"'),
    (r"</mergeCells>", '<mergeCell ref="A1:F20"/>' * 500 + "</mergeCells>"),
    (r'numFmtId="\d+"', 'numFmtId="99999"'),
    (r'sheetId="\d+"', 'sheetId="-5"'),
    (r'Target="[^"]*"', 'Target="../../../etc/passwd"'),
    (r'(columns|rows)-repeated="\d+"', r'\1-repeated="1048576"'),
    (r'(columns|rows)-repeated="\d+"', r'\1-repeated="99999999999999999999"'),
    (r"<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" '),
    (r"<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'),
    (r"<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2147483647"/>'),
    (r"<w:tcPr>", '<w:tcPr><w:gridSpan w:val="9"/><w:vMerge/>'),
    (r"<w:tr[ >]", '<w:tr><w:trPr><w:gridBefore w:val="-3"/></w:trPr></w:tr><w:tr '),
    (r"<w:p>", "<w:p>" * 3000),
    (r"<(\w[\w:]*)>", r"<\1><\1><\1>"),
    (r"</\w[\w:]*>", ""),
    (r"\?>", f"?>{BOMB}"),
    (r">[^<]+<", ">&z;&x;<"),
    (r">[^<]+<", ">" + "长" * 40_000 + "<"),
    (r'"[^"]*"', '""'),
    (r"[0-9A-Fa-f]", "\ufffe"),
]


def _parts(content: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # already damaged beyond unpacking: the other damages still apply
        return None


def _zip(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def members(content: bytes, chance: random.Random) -> bytes:
    """A member removed, renamed, doubled or swapped with another."""
    parts = _parts(content)
    if not parts:
        return flip(content, chance)
    items = list(parts.items())
    one, two = chance.randrange(len(items)), chance.randrange(len(items))
    (name, data), (other, other_data) = items[one], items[two]
    match chance.randrange(4):
        case 0:
            del items[one]
        case 1:
            items[one], items[two] = (name, other_data), (other, data)
        case 2:
            items[one] = (name.upper() + "x", data)
        case _:
            items.append((f"{name}.2", data))
    return _zip(items)


def inside(edit: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """The same damage to the content of one member, packed again so that readers get that far."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        parts = _parts(content)
        if not parts:
            return flip(content, chance)
        names = [name for name in parts if "theme" not in name and "docProps" not in name] or list(parts)
        name = chance.choice(names)
        return _zip([*(parts | {name: edit(parts[name], chance)}).items()])

    return damage


def xml(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 3)):
        pattern, replacement = chance.choice(XML_EDITS)
        places = list(first(re.finditer(pattern, text)))
        if places:
            place = chance.choice(places)
            text = text[: place.start()] + place.expand(replacement) + text[place.end() :]
    return text.encode("utf-8", "surrogateescape")


def words(content: bytes, chance: random.Random) -> bytes:
    """Texts between tags become what clerks write: a good file with odd cells."""
    text = content.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 5)):
        places = first(_CONTENT.finditer(text))
        if places:
            place = chance.choice(places)
            text = text[: place.start()] + f">{escape(chance.choice(VALUES))}<" + text[place.end() :]
    return text.encode("utf-8", "surrogateescape")


def elements(content: bytes, chance: random.Random) -> bytes:
    """A row or cell removed, repeated, moved to another's place, or put inside another."""
    text = content.decode("utf-8", "surrogateescape")
    places = first(_ELEMENT.finditer(text))
    if not places:
        return content
    one, other = chance.choice(places), chance.choice(places)
    whole, inner = one.group(), other.group()
    changed = chance.choice(("", whole * chance.choice((2, 60)), inner, whole.replace("</", inner + "</", 1)))
    return (text[: one.start()] + changed + text[one.end() :]).encode("utf-8", "surrogateescape")
