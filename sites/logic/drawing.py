"""Geometry as it comes from the map editor or from typed positions: read, checked, and refused with the place of the fault."""

import json
import re
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from core.logic.datum import Datum, convert_geometries
from core.logic.position_text import UnreadablePosition, parse_position

MOST_VERTICES: Final = 20_000
# The largest site there is, a whole wall in one county, is well below this.
WIDEST_DEGREES: Final = 5.0
KINDS: Final = ("point", "line", "polygon")
FEWEST: Final = {"point": 1, "line": 2, "polygon": 3}
_TYPES: Final = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})
_WHERE: Final = re.compile(r"\[(?P<x>[-\d.e]+) (?P<y>[-\d.e]+)\]")


class DrawingUnusable(ValueError):
    """A drawing that cannot be taken: `reason` names why, `detail` where or what."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def read_drawing(text: str, *, is_mended: bool = False) -> BaseGeometry:
    """Return the GeoJSON geometry (WGS-84, longitude first) as a usable flat shape; with `is_mended` crossings are repaired.

    Raises DrawingUnusable: unreadable, empty, wrong_type, too_many_vertices, off_the_earth, too_wide, too_short or
    self_crossing (detail: longitude, latitude).
    """
    try:
        # Numbers alone make a shape: whatever else stands in the text is not looked at.
        shape = shapely.from_geojson(json.dumps(json.loads(text)))
    except (ValueError, shapely.errors.GEOSException) as error:
        raise DrawingUnusable("unreadable") from error
    return checked(shapely.force_2d(shape), is_mended=is_mended)


def read_positions(text: str, kind: str, datum: Datum) -> BaseGeometry:
    """Return typed positions, one a line, as a point, line or polygon in WGS-84.

    Raises DrawingUnusable: unreadable_line (detail: its number), too_few, and what `checked` refuses.
    """
    pairs: list[tuple[float, float]] = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), 1):
        try:
            pairs.append(parse_position(line))
        except UnreadablePosition as error:
            raise DrawingUnusable("unreadable_line", str(number)) from error
    if len(pairs) < FEWEST[kind]:
        raise DrawingUnusable("too_few", str(FEWEST[kind]))
    return checked(convert_geometries(np.array([_shape(pairs, kind)]), datum, Datum.WGS84)[0])


def checked(shape: BaseGeometry, *, is_mended: bool = False) -> BaseGeometry:
    """Return the shape, or refuse it as `read_drawing` says; single parts come without a collection around them."""
    if shape.geom_type not in _TYPES:
        raise DrawingUnusable("wrong_type")
    if shape.is_empty:
        raise DrawingUnusable("empty")
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        raise DrawingUnusable("too_many_vertices", str(MOST_VERTICES))
    west, south, east, north = shape.bounds
    if not np.isfinite(shape.bounds).all() or west < -180 or east > 180 or south < -90 or north > 90:
        raise DrawingUnusable("off_the_earth")
    if max(east - west, north - south) > WIDEST_DEGREES:
        raise DrawingUnusable("too_wide")
    if not shape.is_valid and is_mended:
        shape = _mended(shape)
    if not shape.is_valid:
        raise _fault(shape)
    return _single(shape)


def _shape(pairs: list[tuple[float, float]], kind: str) -> BaseGeometry:
    if kind == "line":
        return shapely.LineString(pairs)
    if kind == "polygon":
        return shapely.Polygon(pairs)
    return shapely.Point(pairs[0]) if len(pairs) == 1 else shapely.MultiPoint(pairs)


def _fault(shape: BaseGeometry) -> DrawingUnusable:
    said = explain_validity(shape)
    where = _WHERE.search(said)
    detail = f"{float(where['x']):.6f}, {float(where['y']):.6f}" if where else ""
    # A line of two vertices in one place, a ring without an inside.
    return DrawingUnusable("too_short" if said.startswith("Too few points") else "self_crossing", detail)


def _mended(shape: BaseGeometry) -> BaseGeometry:
    """Make the shape valid, and keep only what has the shape's own dimension."""
    dimension = shapely.get_dimensions(shape)
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    kept = [part for part in parts if shapely.get_dimensions(part) == dimension]
    return shapely.union_all(kept) if kept else shape


def _single(shape: BaseGeometry) -> BaseGeometry:
    parts: BaseGeometry = shapely.get_parts(shape)[0] if shapely.get_num_geometries(shape) == 1 else shape
    return parts
