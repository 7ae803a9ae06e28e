"""Damage done to a valid file: to its bytes, to its text or JSON, or inside its archive (``fuzz_archives``)."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable

from tests.fuzz.fuzz_archives import elements, inside, members, words, xml
from tests.fuzz.fuzz_seeds import Seed
from tests.fuzz.fuzz_values import VALUES, first, flip

_NUMBER = re.compile(r"\d+")


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
            places = first(_NUMBER.finditer(text)) or [re.search("", text)]
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


def _feature(content: bytes, chance: random.Random) -> bytes:
    """One feature of a readable map gets an odd value, name or geometry, is repeated or loses a part."""
    try:
        tree = json.loads(content)
        feature = chance.choice(tree["features"])
        name = chance.choice(list(feature["properties"]))
        match chance.randrange(6):
            case 0:
                feature["properties"][name] = chance.choice((*VALUES, None, True, -0.0, 10**30, [], {"a": [{}]}))
            case 1:
                feature["properties"][chance.choice(VALUES)] = feature["properties"].pop(name)
            case 2:
                feature["geometry"] = _odd_geometry(chance)
            case 3:
                tree["features"] += [feature] * chance.choice((1, 99))
            case 4:
                del feature[chance.choice(("type", "properties", "geometry"))]
            case _:
                tree["crs"] = chance.choice(("x" * 999, None, {"properties": {"name": "EPSG::4528"}}, [1]))
        return json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace")
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
    ):  # already damaged beyond reading
        return flip(content, chance)


def _odd_geometry(chance: random.Random) -> object:
    kind = chance.choice(
        ("Point", "MultiPoint", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "圆", "")
    )
    point = [chance.choice((120.8, -181, 1e308, "x", None, True)) for _ in range(chance.randrange(5))]
    coordinates: object = point
    for _ in range(chance.randrange(6)):
        coordinates = [coordinates] * chance.randrange(4)
    inner = {"type": kind, "coordinates": coordinates}
    return chance.choice((inner, {"type": kind, "geometries": [inner, None]}, [inner], {}, 7))


def _bytes(content: bytes, chance: random.Random) -> bytes:
    return chance.choice((flip, _cut, _slice))(content, chance)


_DAMAGES: dict[str, list[Callable[[bytes, random.Random], bytes]]] = {
    "binary": [_bytes, flip, flip],
    "text": [_bytes, _text, _text],
    "json": [_bytes, _json, _json, _feature, _feature, _feature],
    "zip": [_bytes, members, inside(_bytes), *[inside(xml)] * 4, *[inside(words)] * 4, *[inside(elements)] * 3],
}
"""Bytes are damaged less often than what they say: most such files end as one refusal."""
