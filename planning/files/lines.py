"""A line from a GeoJSON file: a geometry, a feature or a collection of them."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely


class UnreadableLine(Exception):
    """The file holds no line; the message is one sentence."""


def read_line(path: Path) -> shapely.MultiLineString:
    """Return all lines of the file, in their order, as one MultiLineString (degrees WGS-84); heights are left out.

    Points beside the line are passed over. Raise UnreadableLine.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableLine(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableLine(f"{path} is not JSON.") from error
    try:
        parts = [_part(one) for one in _lines(document)]
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableLine(f"{path} is not GeoJSON with positions in degrees.") from error
    if not any(len(set(one)) > 1 for one in parts):
        raise UnreadableLine(f"{path} holds no line with a length.")
    return shapely.MultiLineString([one for one in parts if len(one) > 1])


def _lines(found: dict[str, Any]) -> Iterator[list[Any]]:
    kind = found["type"]
    if kind == "FeatureCollection":
        for feature in found["features"]:
            yield from _lines(feature)
    elif kind == "Feature":
        yield from _lines(found["geometry"]) if found["geometry"] else ()
    elif kind == "GeometryCollection":
        for geometry in found["geometries"]:
            yield from _lines(geometry)
    elif kind == "MultiLineString":
        yield from found["coordinates"]
    elif kind == "LineString":
        yield found["coordinates"]


def _part(positions: list[Any]) -> list[tuple[float, float]]:
    return [_position(one) for one in positions]


def _position(found: list[Any]) -> tuple[float, float]:
    lon, lat = float(found[0]), float(found[1])
    if not (math.isfinite(lon) and abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError
    return lon, lat
