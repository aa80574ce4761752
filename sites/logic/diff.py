"""What changed between two states of a site: fields one by one, and how its place moved, grew or changed its kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from core.logic.geodesy import bearing_deg, distance_m

# Below this two places are the same, whatever the writing: a decimal place in a file.
SAME_M: Final = 0.05
WINDS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
_ELLIPSOID: Final = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its value before and after, as stored."""

    name: str
    before: Any
    after: Any


class PlaceKind(StrEnum):
    """What happened to a place."""

    MOVED = "moved"
    RESHAPED = "reshaped"
    RETYPED = "retyped"


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """How a place changed: metres and direction (one of `WINDS`) of its centre, and its extent before and after.

    The extent is a length in metres (lines), an area in square metres (polygons) or a number of points.
    """

    kind: PlaceKind
    moved_m: float
    wind: str
    shape_before: str
    shape_after: str
    extent_before: float
    extent_after: float


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]) -> list[FieldChange]:
    """Return the fields among `names`, in their order, whose values differ; nothing and an empty text are the same."""
    return [
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if (before.get(name) or None) != (after.get(name) or None)
    ]


def place_change(before: BaseGeometry, after: BaseGeometry) -> PlaceChange | None:
    """Return how the place (WGS-84) changed; None where both are the same to five centimetres."""
    kinds = _dimension(before), _dimension(after)
    if kinds[0] == kinds[1] and _is_same(before, after):
        return None
    start, end = before.centroid, after.centroid
    extents = extent(before), extent(after)
    is_moved = kinds[0] == kinds[1] == "point" and extents[0] == extents[1]
    kind = PlaceKind.RETYPED if kinds[0] != kinds[1] else PlaceKind.MOVED if is_moved else PlaceKind.RESHAPED
    return PlaceChange(
        kind=kind,
        moved_m=distance_m(start.x, start.y, end.x, end.y),
        wind=wind(bearing_deg(start.x, start.y, end.x, end.y)),
        shape_before=kinds[0],
        shape_after=kinds[1],
        extent_before=extents[0],
        extent_after=extents[1],
    )


def wind(bearing: float) -> str:
    """Return the nearest of the eight winds to a bearing in degrees from true north."""
    return WINDS[round(bearing / 45) % 8]


def extent(shape: BaseGeometry) -> float:
    """Return the length of a line (m), the area of a polygon (m²), on the ellipsoid, or the number of points."""
    kind = _dimension(shape)
    if kind == "point":
        return float(shapely.get_num_geometries(shape))
    if kind == "line":
        return float(_ELLIPSOID.geometry_length(shape))
    return abs(float(_ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(shape))[0]))


def _dimension(shape: BaseGeometry) -> str:
    return ("point", "line", "polygon")[max(0, int(shapely.get_dimensions(shape)))]


def _is_same(before: BaseGeometry, after: BaseGeometry) -> bool:
    near = SAME_M / 111_320
    if not shapely.box(*before.bounds).buffer(near).contains(shapely.box(*after.bounds)):
        return False
    # `equals_exact` would see a ring begun elsewhere as another.
    return bool(shapely.hausdorff_distance(before, after) <= near)
