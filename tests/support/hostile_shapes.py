"""Polygons that are almost or not at all polygons, drawn by hypothesis: as geometries of a map, and as text cells."""

from __future__ import annotations

import shapely
from hypothesis import strategies as st

SQUARE = "POLYGON ((120.8 29.5, 120.801 29.5, 120.801 29.501, 120.8 29.501, 120.8 29.5))"
BINARY = str(shapely.to_wkb(shapely.from_wkt(SQUARE), hex=True))

_values = st.one_of(
    st.sampled_from(
        [0, 1, 120.8, 29.5, 120.801, 29.501, 40_440_000, 3_264_000, -1, 1e308, 10**400, None, "120.8", True]
    ),
    st.floats(),
)
_positions = st.lists(_values, min_size=0, max_size=4)
_good = st.tuples(st.floats(120.8, 120.9), st.floats(29.5, 29.6)).map(list)
_rings = st.lists(st.one_of(_good, _good, _good, _positions), max_size=6).flatmap(
    lambda ring: st.sampled_from([ring, [*ring, *ring[:1]]])
)
_kinds = st.sampled_from(["Polygon", "Polygon", "MultiPolygon", "Point", "LineString", "polygon", "", None, 3])
_areas = st.lists(_rings, max_size=3)
_nested = st.one_of(_areas, st.lists(_areas, max_size=2), _rings, _positions)
geometries = st.one_of(
    st.fixed_dictionaries({"type": _kinds, "coordinates": _nested}),
    st.fixed_dictionaries({"type": st.just("GeometryCollection"), "geometries": st.lists(_positions, max_size=2)}),
    st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), _values, max_size=2),
    _positions,
    st.none(),
)
"""What may stand under ``geometry`` of a feature."""

_numbers = st.one_of(
    st.sampled_from(["0", "1", "120.8", "29.5", "40440000", "-1", "nan", "inf", "1e308", "1e309", "+1", ".5", "x", ""]),
    st.floats().map(repr),
)
_ring_texts = st.lists(st.lists(_numbers, min_size=1, max_size=4).map(" ".join), max_size=6).flatmap(
    lambda ring: st.sampled_from([", ".join(ring), ", ".join([*ring, *ring[:1]])])
)
_words = st.sampled_from(["POLYGON", "MULTIPOLYGON", "polygon z", "POLYGON ZM", "SRID=4490;POLYGON", "POINT", "面"])
_bodies = st.lists(_ring_texts.map("({})".format), max_size=3).map(", ".join)
_written = st.builds(lambda word, body, n: f"{word} {'(' * n}{body}{')' * n}", _words, _bodies, st.integers(0, 2))


@st.composite
def _damaged(draw: st.DrawFn) -> str:
    """A good polygon with some characters lost or put in."""
    text = draw(st.sampled_from([SQUARE, BINARY]))
    at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 12))
    return text[:at] + draw(st.sampled_from(["", "(", ")", ",", "-", "9", "e", ".", "Z", "度"])) + text[at + length :]


cells = st.one_of(_written, _damaged(), st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=20))
"""What may stand in a cell that should hold WKT."""
