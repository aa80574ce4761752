"""Drawings and typed positions are read, or refused with the place of the fault."""

import json

import pytest
import shapely

from core.logic.datum import Datum
from sites.logic.drawing import MOST_VERTICES, DrawingUnusable, read_drawing, read_positions

BOW = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
LONG = {"type": "LineString", "coordinates": [[116 + n * 1e-6, 39.9] for n in range(MOST_VERTICES + 1)]}


@pytest.mark.parametrize(
    ("drawn", "wkt"),
    [
        ({"type": "Point", "coordinates": [116.39, 39.94, 50]}, "POINT (116.39 39.94)"),
        ({"type": "MultiPoint", "coordinates": [[1, 2]]}, "POINT (1 2)"),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "LINESTRING (1 2, 3 4)"),
    ],
)
def test_drawing_is_read_flat_and_single(drawn: object, wkt: str) -> None:
    assert read_drawing(json.dumps(drawn)).wkt == wkt


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no json", "unreadable"),
        ('{"type": "Point"}', "unreadable"),
        ('{"type": "Polygon", "coordinates": []}', "empty"),
        ('{"type": "GeometryCollection", "geometries": []}', "wrong_type"),
        ('{"type": "Point", "coordinates": [190, 5]}', "off_the_earth"),
        ('{"type": "LineString", "coordinates": [[1, 2], [9, 2]]}', "too_wide"),
        ('{"type": "LineString", "coordinates": [[1, 2], [1, 2]]}', "too_short"),
        (json.dumps(LONG), "too_many_vertices"),
    ],
)
def test_unusable_drawing_says_why(text: str, reason: str) -> None:
    with pytest.raises(DrawingUnusable) as refused:
        read_drawing(text)
    assert refused.value.reason == reason


def test_crossing_is_told_where_and_repaired_when_asked() -> None:
    with pytest.raises(DrawingUnusable) as refused:
        read_drawing(json.dumps(BOW))
    assert (refused.value.reason, refused.value.detail) == ("self_crossing", "0.500000, 0.500000")
    mended = read_drawing(json.dumps(BOW), is_mended=True)
    assert mended.is_valid
    assert (mended.geom_type, mended.area) == ("MultiPolygon", 0.5)


def test_typed_positions_make_a_polygon_in_their_datum() -> None:
    shape = read_positions("39°56′26″N 116°23′22″E\n116.40, 39.94\n116.40, 39.95", "polygon", Datum.WGS84)
    assert shape.geom_type == "Polygon"
    assert shapely.get_coordinates(shape)[0] == pytest.approx([116.389444, 39.940556], abs=1e-6)
    shifted = read_positions("116.3956, 39.9421", "point", Datum.GCJ02)
    assert shifted.distance(shapely.Point(116.3894, 39.9407)) < 5e-4


@pytest.mark.parametrize(
    ("text", "kind", "reason", "detail"),
    [("116.39, 39.9\nhere", "line", "unreadable_line", "2"), ("116.39, 39.9", "polygon", "too_few", "3")],
)
def test_wrong_line_is_named(text: str, kind: str, reason: str, detail: str) -> None:
    with pytest.raises(DrawingUnusable) as refused:
        read_positions(text, kind, Datum.WGS84)
    assert (refused.value.reason, refused.value.detail) == (reason, detail)
