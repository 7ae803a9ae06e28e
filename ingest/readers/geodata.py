"""Ingest, readers: maps. GeoJSON and zipped shapefiles: one row per feature, attributes as cells, geometry as WKT.

Nothing is transformed or judged here: a coordinate system that the file names goes into the caption and into a cell of
every feature, and a geometry that has no WKT stays as it was written, for its row alone to be told. Heights are
left out.
"""

from __future__ import annotations

import io
import json
import logging
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.lake.refusals import Refused, broken_file, refused
from ingest.readers.cells import cell_text
from ingest.readers.limits import MAX_COLUMNS, check_cells, too_large
from ingest.readers.rows import EMPTY, ERROR, TEXT, Row
from ingest.readers.sheets import Sheet, in_blocks

GEOMETRY = "geometry"
SYSTEM = "坐标系"
KNOWN_SYSTEMS = ("4490", "4326", "CRS84", "CGCS2000", "WGS_1984", "WGS 84")
DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_NOT_DRAWN = "POLYGON EMPTY"
_QUOTED = 500


def read_geojson(path: Path) -> Sheet:
    """The features of a FeatureCollection; line 1 are the names of their properties.

    Raises:
        Refused: no JSON, or no FeatureCollection.
    """
    try:
        tree = json.loads(_json_text(path.read_bytes()))
        features = [item for item in tree["features"] if item["type"] == "Feature"]
        properties = [dict(item.get("properties") or {}) for item in features]
        if len(features) != len(tree["features"]) or tree["type"] != "FeatureCollection":
            raise ValueError("not a FeatureCollection")
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise broken_file(error) from error
    if not features:
        raise refused("empty_file", "it holds no feature", "文件里没有任何图形，请重新导出后报送")
    names = list(dict.fromkeys(name for values in properties for name in values))
    check_cells(len(features), len(names) + 1)
    shapes = [item.get("geometry") for item in features]
    system = _system(json.dumps(tree.get("crs"), ensure_ascii=False))
    return _sheet(names, properties, shapes, system)


def _sheet(
    names: Sequence[str], attributes: Sequence[Mapping[str, object]], shapes: Sequence[Any], system: str
) -> Sheet:
    rows = _rows(*_with_system(names, attributes, system), shapes)
    return Sheet("", in_blocks(rows), caption=system, spatial=True)


def _json_text(content: bytes) -> str:
    """UTF-8 as the format says, else the GB18030 of domestic programs."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def read_shapefile(path: Path) -> Sheet:
    """The features of the one shapefile in an archive.

    Raises:
        Refused: none or several shapefiles, damaged, or texts in an unknown encoding.
    """
    import shapefile

    try:
        with zipfile.ZipFile(path) as archive:
            parts = _parts(archive)
        for encoding in _encodings(parts):
            try:
                names, attributes, shapes = _records(parts, encoding)
            except (UnicodeDecodeError, LookupError, shapefile.dbfFileException):
                continue
            system = _system(parts.get("prj", b"").decode("utf-8", "replace"))
            return _sheet(names, attributes, shapes, system)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # pyshp raises whatever struct, array and its own checks raise on damaged bytes
        raise broken_file(error) from error
    raise refused(
        "unknown_encoding",
        "the attributes are neither in the encoding of the .cpg nor UTF-8 nor GB18030; add a .cpg",
        "属性表编码无法识别，请在压缩包中附上 .cpg 文件或另存为 UTF-8 编码",
    )


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    found: dict[str, list[str]] = {}
    for name in archive.namelist():
        if Path(name).name.startswith("._"):  # what macOS packs beside every file
            continue
        found.setdefault(Path(name).suffix.lower().lstrip("."), []).append(name)
    if len(found.get("shp", ())) != 1 or len(found.get("dbf", ())) != 1:
        raise refused(
            "not_one_shapefile",
            "the archive must hold exactly one .shp with its .dbf; send each layer in an archive of its own",
            "压缩包内必须恰好有一个 .shp 及其 .dbf 文件，请每个图层单独压缩报送；其他文件请勿压缩",
        )
    return {kind: archive.read(names[0]) for kind, names in found.items() if kind in ("shp", "dbf", "cpg", "prj")}


def _encodings(parts: Mapping[str, bytes]) -> list[str]:
    stated = parts.get("cpg", b"").decode("ascii", "replace").strip()
    codec = {"936": "gb18030", "GBK": "gb18030", "GB2312": "gb18030"}.get(stated.upper(), stated)
    return [*([codec] if codec else []), "utf-8", "gb18030"]


def _records(
    parts: Mapping[str, bytes], encoding: str
) -> tuple[list[str], list[dict[str, object]], list[dict[str, Any] | None]]:
    import shapefile

    # One English line per ring that runs the other way round would drown everything else.
    logging.getLogger("shapefile").setLevel(logging.ERROR)
    with shapefile.Reader(
        shp=io.BytesIO(parts["shp"]), dbf=io.BytesIO(parts["dbf"]), encoding=encoding, encodingErrors="strict"
    ) as reader:
        names = [str(field[0]) for field in reader.fields if field[0] != "DeletionFlag"]
        if len(names) > MAX_COLUMNS:
            raise too_large(f"it has {len(names)} columns")
        attributes = [dict(zip(names, record, strict=True)) for record in reader.iterRecords()]
        shapes = [_shape(shape) for shape in reader.iterShapes()]
    if len(shapes) != len(attributes):
        raise ValueError(f"{len(shapes)} geometries for {len(attributes)} records")
    return names, attributes, shapes


def _shape(shape: Any) -> dict[str, Any] | None:
    if shape is None or shape.shapeType == 0:
        return None
    try:
        return dict(shape.__geo_interface__)
    except Exception:  # one damaged shape: pyshp raises what its rings and struct raise
        return {"type": shape.shapeTypeName, "coordinates": str(shape.points)[:_QUOTED]}


def _system(text: str) -> str:
    """The coordinate system the file names, where that is not one of the two every list may use."""
    stated = text.strip()
    plain = stated in ("", "null") or (any(name in stated for name in KNOWN_SYSTEMS) and "PROJCS" not in stated)
    return "" if plain else f"{SYSTEM}：{stated[:500]}"


def _with_system(
    names: Sequence[str], attributes: Sequence[Mapping[str, object]], system: str
) -> tuple[list[str], list[dict[str, object]]]:
    """Names and attributes with the declared system as one more, unless the keeper has such a column already."""
    if not system or SYSTEM in names:
        return list(names), [dict(values) for values in attributes]
    stated = system.removeprefix(f"{SYSTEM}：")
    return [*names, SYSTEM], [{**values, SYSTEM: stated} for values in attributes]


def _rows(names: Sequence[str], attributes: Iterable[Mapping[str, object]], shapes: Sequence[Any]) -> Iterator[Row]:
    yield Row(1, [*map(_whole, names), GEOMETRY], TEXT * (len(names) + 1))
    drawn = any(shape is not None for shape in shapes)  # a table saved as a map has no geometry at all
    for line, (values, shape) in enumerate(zip(attributes, shapes, strict=True), 2):
        pairs = [_text(values.get(name)) for name in names]
        filled = any(text for name, (text, _) in zip(names, pairs, strict=True) if name != SYSTEM)
        pairs.append(_geometry(shape, missing=drawn and filled))
        yield Row(line, [_whole(text) for text, _ in pairs], "".join(kind for _, kind in pairs))


def _whole(text: str) -> str:
    """Without the halves of characters that JSON can hold and nothing else can."""
    return text.encode(errors="replace").decode()


def _text(value: object) -> tuple[str, str]:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False), TEXT
    if isinstance(value, float) and not math.isfinite(value):
        return str(value), ERROR
    return cell_text(value)


def _geometry(shape: Any, *, missing: bool) -> tuple[str, str]:
    """WKT; as written what is no point, line or area of numbers. ``missing``: none would be missed."""
    if shape is None:
        return (_NOT_DRAWN, TEXT) if missing else ("", EMPTY)
    try:
        return well_known_text(shape), TEXT
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, AttributeError, OverflowError):
        return _written(shape), TEXT


def _written(shape: Any) -> str:
    try:
        return json.dumps(shape)[:_QUOTED]
    except RecursionError:
        return "GEOMETRYCOLLECTION"


def well_known_text(shape: Mapping[str, Any]) -> str:
    """WKT of a GeoJSON geometry, in the digits it came with."""
    kind = shape["type"]
    if kind == "GeometryCollection":
        return f"GEOMETRYCOLLECTION ({', '.join(well_known_text(part) for part in shape['geometries'])})"
    return f"{kind.upper()} {_points(shape['coordinates'], DEPTH[kind]) if shape['coordinates'] else 'EMPTY'}"


def _points(coordinates: Any, depth: int) -> str:
    if depth == 0:
        return f"({_point(coordinates)})"
    parts = (_point(part) if depth == 1 else _points(part, depth - 1) for part in coordinates)
    return f"({', '.join(parts)})"


def _point(position: Any) -> str:
    x, y = float(position[0]), float(position[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("a coordinate is no number")
    return f"{x!r} {y!r}"
