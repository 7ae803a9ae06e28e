"""Cells that should be polygons: what is kept, what is mended and said, and what is a finding of its cell alone."""

from __future__ import annotations

import polars as pl
import pytest
import shapely

from ingest.values.shapes import BAD, CROSSING, OPEN, read_shapes
from tests.support.one_cell import said, type_cells

SQUARE = "POLYGON ((120.8 29.5, 120.801 29.5, 120.801 29.501, 120.8 29.501, 120.8 29.5))"
SHAPE = shapely.from_wkt(SQUARE)
PLAIN = str(shapely.to_wkt(SHAPE, rounding_precision=-1))


def read(*cells: str | None):
    return read_shapes(pl.Series(cells, dtype=pl.String))


@pytest.mark.parametrize(
    "cell",
    [
        SQUARE,
        SQUARE.lower(),
        SQUARE.replace(", ", ","),
        "MULTIPOLYGON (((120.8 29.5, 120.801 29.5, 120.801 29.501, 120.8 29.5)))",
        "POLYGON((40440000 3264000,40440100 3264000,40440100 3264100,40440000 3264000))",
    ],
)
def test_a_sound_polygon_stays_as_it_was_sent(cell):
    (shape,) = read(cell)
    assert (shape.wkt, shape.rule) == (cell, "")


@pytest.mark.parametrize(
    "cell",
    [
        f"SRID=4490;{SQUARE}",
        "POLYGON Z ((120.8 29.5 7, 120.801 29.5 7, 120.801 29.501 7, 120.8 29.501 7, 120.8 29.5 7))",
        "POLYGON ((120.8 29.5 7, 120.801 29.5 7, 120.801 29.501 7, 120.8 29.501 7, 120.8 29.5 7))",
        "POLYGON ZM ((120.8 29.5 7 1, 120.801 29.5 7 1, 120.801 29.501 7 1, 120.8 29.501 7 1, 120.8 29.5 7 1))",
        "POLYGON\n((120.8 29.5,\t120.801 29.5, 120.801 29.501, 1.208e2 29.501, +120.8 29.5))",
        shapely.to_wkb(SHAPE, hex=True),
        shapely.to_wkb(shapely.set_srid(SHAPE, 4490), hex=True, include_srid=True),
    ],
)
def test_other_writings_become_the_one_that_duckdb_reads(cell):
    (shape,) = read(cell)
    assert (shape.wkt, shape.rule) == (PLAIN, "")


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ("POLYGON ((120.8 29.5, 120.801 29.5, 120.801 29.501, 120.8 29.501))", PLAIN),
        ("MULTIPOLYGON (((0 0, 1 0, 1 1)), ((5 5, 6 5, 6 6, 5 5)))", None),
        ("POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2))", None),
        (f"SRID=4490;{SQUARE.replace(', 120.8 29.5))', '))')}", PLAIN),
    ],
)
def test_an_open_ring_is_closed_and_this_is_said(cell, points):
    (shape,) = read(cell)
    assert shape.rule == OPEN and shapely.from_wkt(shape.wkt).is_valid
    assert points is None or shape.wkt == points


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("POLYGON ((0 0, 1 0, 0 0))", "第 1 个环只有 2 个不同的点"),
        ("POLYGON ((0 0))", "第 1 个环只有 1 个"),
        ("POLYGON (())", "第 1 个环只有 0 个"),
        ("POLYGON (EMPTY)", "第 1 个环只有 0 个"),
        ("POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1))", "第 2 个环只有 1 个"),
        ("POLYGON EMPTY", "图形为空"),
        ("MULTIPOLYGON Z EMPTY", "图形为空"),
        ("POLYGON ((0 0, 1 1, 2 2, 0 0))", "一条直线"),
        ("POLYGON ((0 0, nan 1, 2 2, 0 0))", "不是数字"),
        ("POLYGON ((0 0, 1e308 0, 1e308 1e308, 0 0))", "范围之外"),
        ("POLYGON ((0 0, 99999999 0, 99999999 1, 0 0))", "范围之外"),
        ("POLYGON ((0 0, 1e309 0, 2 2, 0 0))", "不是数字"),
        ("POLYGON ((", "不完整"),
        (SQUARE[:-20], "不完整"),
        (SQUARE + " x", "不完整"),
        ("POLYGON ((120.8,29.5 120.9,29.5 120.9,29.6 120.8,29.5))", "不完整"),
        ("POINT (120.8 29.5)", "是点，不是面"),
        ("LINESTRING (0 0, 1 1)", "是线，不是面"),
        (f"GEOMETRYCOLLECTION ({SQUARE})", "集合"),
        ("CURVEPOLYGON ((0 0, 1 0, 1 1, 0 0))", "曲线"),
        ("0101000000000000000000F03F000000000000F03F", "是点，不是面"),
        ("00" * 40, "不是 WKT"),
        ("见附图", "不是 WKT"),
        ('{"type": "Polygon", "coordinates": []}', "不是 WKT"),
        (f"SRID=3857;{SQUARE}", "EPSG:3857"),
    ],
)
def test_what_cannot_be_a_polygon_is_named_and_left_out(cell, why):
    good, bad, empty = read(SQUARE, cell, None)
    assert (bad.wkt, bad.rule) == (None, BAD) and why in bad.detail
    assert good.wkt == SQUARE and empty.rule == ""


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "边线自相交（0.5 0.5）"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0), (5 5, 6 5, 6 6, 5 5))", "内环在外环之外"),
    ],
)
def test_what_crosses_itself_is_named_and_kept_for_repair(cell, why):
    (shape,) = read(cell)
    assert shape.rule == CROSSING and shape.wkt and why in shape.detail


def test_the_report_quotes_what_is_wrong_and_the_beginning_of_the_cell():
    column = {"type": "geometry"}
    assert said(column, "POLYGON ((0 0))", BAD) == "第 1 个环只有 1 个不同的点：POLYGON ((0 0))"
    assert len(said(column, "POLYGON ((" + "1 1, " * 10_000, BAD)) < 100
    assert type_cells(column, ["x"]).findings["severity"].to_list() == ["warn"]
    assert type_cells(column | {"nullable": False}, ["x"]).findings["severity"].to_list() == ["reject"]
