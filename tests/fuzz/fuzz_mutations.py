"""Damage done to a valid file: to its bytes, to the parts of its archive, to its XML, its text or its JSON."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable

from fuzz_seeds import Seed

_ENTITIES = {"x": "lol" * 99, "y": "&x;" * 99, "z": "&y;" * 999}
BOMB = "".join(["<!DOCTYPE a [", *(f'<!ENTITY {name} "{value}">' for name, value in _ENTITIES.items()), "]>"])
_NUMBER = re.compile(r"\d+")
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
VALUES = [
    "", '"', "'", "\x00", "\ufeff", "9" * 400, "-0", "1e999", "=cmd|' /C calc'!A0", "\u202e", "合计", "零报告",
    "注：单位：万元", "2023年13月45日", "\n", "\r\n\r\n", ",,,,,,,,,,", "\t" * 9, "单位：亿元", "A" * 70_000,
    "纳税人识别号",
]  # fmt: skip


def mutate(seed: Seed, chance: random.Random) -> bytes:
    """The seed's bytes after one to three kinds of damage that fit its format."""
    content = seed.content
    for _ in range(chance.randint(1, 3)):
        content = chance.choice(_DAMAGES[_family(seed)])(content, chance)
    return content


def _family(seed: Seed) -> str:
    if seed.suffix in (".csv", ".txt"):
        return "text"
    if seed.suffix in (".xls", ".parquet"):
        return "binary"
    return "json" if seed.suffix == ".geojson" else "zip"


def _flip(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20, 100))):
        if data:
            data[chance.randrange(len(data))] = chance.choice((0, 255, 127, 128, chance.randrange(256)))
    return bytes(data)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _slice(content: bytes, chance: random.Random) -> bytes:
    """A stretch removed, repeated, zeroed or moved."""
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((1, 4, 64, 1024)))
    other = chance.randrange(len(content) + 1)
    piece = content[start:end]
    return chance.choice(
        (
            content[:start] + content[end:],
            content[:start] + piece * chance.choice((2, 50)) + content[end:],
            content[:start] + bytes(len(piece)) + content[end:],
            content[:other] + piece + content[other:],
        )
    )


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


def _members(content: bytes, chance: random.Random) -> bytes:
    """A member removed, renamed, doubled or swapped with another."""
    parts = _parts(content)
    if not parts:
        return _flip(content, chance)
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


def _inside(edit: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """The same damage to the content of one member, packed again so that readers get that far."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        parts = _parts(content)
        if not parts:
            return _flip(content, chance)
        names = [name for name in parts if "theme" not in name and "docProps" not in name] or list(parts)
        name = chance.choice(names)
        return _zip([*(parts | {name: edit(parts[name], chance)}).items()])

    return damage


def _xml(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    for _ in range(chance.randint(1, 3)):
        pattern, replacement = chance.choice(XML_EDITS)
        places = list(_first(re.finditer(pattern, text)))
        if places:
            place = chance.choice(places)
            text = text[: place.start()] + place.expand(replacement) + text[place.end() :]
    return text.encode("utf-8", "surrogateescape")


def _first(found: object, limit: int = 2_000) -> list[re.Match[str]]:
    """The first matches of a search; enough to choose from."""
    return [match for match, _ in zip(found, range(limit), strict=False)]


def _text(content: bytes, chance: random.Random) -> bytes:
    """A value put in, a delimiter or line end changed, a line moved."""
    encoding = chance.choice(("utf-8", "utf-8", "gb18030", "utf-16"))
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = content.decode("utf-16", "replace") if is_wide else content.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    place = chance.randrange(len(text) + 1)
    match chance.randrange(6):
        case 0:
            text = text[:place] + chance.choice(VALUES) + text[place:]
        case 1:
            text = text.replace(chance.choice(",\t\n1有"), chance.choice(VALUES), chance.choice((1, 3, -1)))
        case 2:
            text = "\n".join(lines[::-1])
        case 3:
            text = "\n".join([*lines, *lines])
        case 4:
            text = text[:place] + '"' + text[place:]
        case _:
            text = "\n".join(line + "," * chance.randrange(4) for line in lines)
    try:
        return text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    except UnicodeEncodeError:  # a byte that this encoding cannot carry
        return text.encode("utf-8", "surrogateescape")


def _json(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    match chance.randrange(6):
        case 0:
            return text.replace("null", "[" * 100_000, 1).encode()
        case 1:
            places = _first(_NUMBER.finditer(text)) or [re.search("", text)]
            place = chance.choice(places)
            value = chance.choice(("NaN", "1e999", "9" * 5000, "[]", "{}", '"x"', "null", "-Infinity"))
            return (text[: place.start()] + value + text[place.end() :]).encode()
        case 2:
            word = chance.choice(("Feature", "Polygon", "coordinates", "properties", "geometry", "type", "features"))
            return text.replace(word, chance.choice(("", "Point", "GeometryCollection", "x" * 999)), 1).encode()
        case 3:
            place = chance.randrange(len(text) + 1)
            return (
                text[:place] + chance.choice(('{"a":' * 9_000, "]", "}", ",", '"', "\\u0000")) + text[place:]
            ).encode()
        case 4:
            return json.dumps(
                chance.choice(([], {}, 1, None, "x", {"type": "FeatureCollection", "features": [1]}))
            ).encode()
        case _:
            return text.replace("[", "[[", chance.choice((1, 9))).encode()


_BYTES = [_flip, _cut, _slice]
_DAMAGES: dict[str, list[Callable[[bytes, random.Random], bytes]]] = {
    "binary": _BYTES,
    "text": [*_BYTES, _text, _text, _text],
    "json": [*_BYTES, _json, _json, _json],
    "zip": [*_BYTES, _members, _inside(_flip), _inside(_cut), _inside(_slice), *[_inside(_xml)] * 5],
}
