"""Ingest, values: polygons. Every cell is looked at alone, before any function that fails for all rows at once.

What GEOS takes without a word stays as it was sent. An open ring is closed and this is said; what cannot be a polygon
is a finding of its cell and leaves the column empty. Which coordinate system the numbers are in is decided in
``identity.geometry``, with the divisions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.values.parsed import Cells, Finding, Parsed

BAD, OPEN, CROSSING = "bad_geometry", "ring_closed", "geometry_crosses"
FARTHEST = 46_000_000
"""No coordinate of any zone lies farther out: the easting of zone 45 starts with 45."""
QUOTED = 60
SYSTEMS = {0, 4326, 4490, *range(4502, 4555)}
"""EPSG codes a cell may state: none, degrees, and the zones of CGCS2000."""
_PLAIN = r"(?i)^(?:MULTI)?POLYGON ?\([ (),.0-9-]+\)$"
_SRID = re.compile(r"\s*SRID\s*=\s*(\d+)\s*;\s*", re.IGNORECASE)
_HEX = re.compile(r"0[01](?:[0-9A-Fa-f]{2}){8,}")
_POLYGON = re.compile(r"(?:MULTI)?POLYGON\b", re.IGNORECASE)
_RING = re.compile(r"\(([^()]*)\)")
_KINDS = {"POINT": "点", "MULTIPOINT": "点", "LINESTRING": "线", "MULTILINESTRING": "线", "LINEARRING": "线"}
_KINDS |= {"GEOMETRYCOLLECTION": "多种图形的集合", "CURVEPOLYGON": "曲线围成的图形", "MULTISURFACE": "曲线围成的图形"}
_REASONS = {
    "Self-intersection": "边线自相交",
    "Ring Self-intersection": "同一个环与自身相接",
    "Hole lies outside shell": "内环在外环之外",
    "Holes are nested": "内环套内环",
    "Nested shells": "一个面在另一个面之内",
    "Duplicate Rings": "有重复的环",
    "Interior is disconnected": "面被内环切断",
}


@dataclass(frozen=True)
class Shape:
    """One cell read: the polygon to keep (None where there is none), the rule it breaks, and what exactly is wrong."""

    wkt: str | None
    rule: str = ""
    detail: str = ""


def parse_geometry(cells: Cells) -> Parsed:
    """The polygon as WKT, and a finding for each cell that is none, is open or crosses itself."""
    texts = cells.frame["folded"]
    shapes = read_shapes(texts)
    values = pl.Series([shape.wkt for shape in shapes], dtype=pl.String)
    quoted = texts.str.slice(0, QUOTED).fill_null("")
    shown = pl.Series([shape.detail for shape in shapes], dtype=pl.String) + "：" + quoted
    rules = pl.Series([shape.rule for shape in shapes], dtype=pl.String)
    severities = {BAD: cells.column.bad_severity, OPEN: "warn", CROSSING: "warn"}
    findings = (Finding(rule, severity, rules == rule, shown=shown) for rule, severity in severities.items())
    return Parsed({cells.column.name: values}, tuple(findings))


def read_shapes(texts: pl.Series) -> list[Shape]:
    """All cells of a column: the sound ones at once, the others each by itself."""
    sound = _sound(texts)
    return [
        Shape(text) if text is None or good else read_shape(text)
        for text, good in zip(texts.to_list(), sound, strict=True)
    ]


def _sound(texts: pl.Series) -> list[bool]:
    """Which cells are flat polygons that need no second look: DuckDB reads the same from these very characters."""
    import shapely

    plain = texts.str.contains(_PLAIN).fill_null(False)
    shapes = shapely.from_wkt(pl.select(pl.when(plain).then(texts)).to_series().to_numpy(), on_invalid="ignore")
    near = np.nanmax(np.abs(shapely.bounds(shapes)), axis=1, initial=0) <= FARTHEST
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes) | shapely.has_z(shapes))
    return list(there & near & shapely.is_valid(shapes))


def read_shape(text: str) -> Shape:
    """One cell that is not plainly a sound polygon."""
    stated = _SRID.match(text)
    system, body = (int(stated[1]), text[stated.end() :]) if stated else (0, text.strip())
    if _HEX.fullmatch(body):
        system, body = _from_binary(body, system)
    if system not in SYSTEMS:
        return Shape(None, BAD, f"坐标系 EPSG:{system} 不能使用")
    if not _POLYGON.match(body):
        word = re.match(r"[A-Za-z]*", body)
        kind = _KINDS.get(word[0].upper() if word else "")
        return Shape(None, BAD, f"是{kind}，不是面" if kind else "不是 WKT 文字")
    return _short_ring(body) or _polygon(body)


def _from_binary(text: str, system: int) -> tuple[int, str]:
    """WKB in hexadecimal digits as text; what is none stays as it is."""
    import shapely

    shape = shapely.from_wkb(text, on_invalid="ignore")
    if shape is None or shapely.get_type_id(shape) not in (3, 6):
        return system, "" if shape is None else shape.geom_type
    return system or int(shapely.get_srid(shape)), str(shapely.to_wkt(shapely.force_2d(shape), rounding_precision=-1))


def _short_ring(text: str) -> Shape | None:
    """The first ring that cannot enclose anything."""
    for number, ring in enumerate(_RING.findall(text), 1):
        positions = (position.upper().split() for position in ring.split(","))
        corners = {(*position[:2],) for position in positions if position not in ([], ["EMPTY"])}
        if len(corners) < 3:
            return Shape(None, BAD, f"第 {number} 个环只有 {len(corners)} 个不同的点")
    return None


def _polygon(text: str) -> Shape:
    import shapely

    with np.errstate(all="ignore"):
        shape = shapely.from_wkt(text, on_invalid="ignore")
        closed = shapely.from_wkt(text, on_invalid="fix") if shape is None else shape
    if closed is None:
        return Shape(None, BAD, "文字不完整或写法有误")
    corners = shapely.get_coordinates(closed)
    if not corners.size:
        return Shape(None, BAD, "图形为空")
    if not np.isfinite(corners).all() or np.abs(corners).max() > FARTHEST:
        return Shape(None, BAD, "有坐标不是数字或远在范围之外")
    if not shapely.convex_hull(closed).area:
        return Shape(None, BAD, "所有的点在一条直线上")
    wkt = str(shapely.to_wkt(shapely.force_2d(closed), rounding_precision=-1))
    if not shapely.is_valid(closed):
        return Shape(wkt, CROSSING, _crossing(str(shapely.is_valid_reason(closed))))
    return Shape(wkt, OPEN, "首尾两点不同") if shape is None else Shape(wkt)


def _crossing(reason: str) -> str:
    """Why GEOS calls a polygon invalid, and where."""
    what, _, where = reason.partition("[")
    return _REASONS.get(what, "环的位置不合规则") + (f"（{where.rstrip(']')}）" if where else "")
