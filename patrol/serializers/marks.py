"""Where on a photo or on the map a finding was drawn."""

import math
from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

MOST_POINTS: Final = 500
MARK: Final = {
    "type": "object",
    "description": "Drawn on a photo (`photo`: its position, `points`: [[x, y], …] in parts of its width and height, "
    "0 to 1) or on the map (`geometry`: GeoJSON Point or LineString, WGS-84).",
}


@extend_schema_field(MARK)
class MarkField(serializers.Field[Any, Any, Any, Any]):
    """`{"photo": position, "points": [[x, y], …]}` or `{"geometry": GeoJSON Point or LineString}`."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Take one of the two forms and nothing else."""
        if isinstance(data, dict) and (_is_on_photo(data) or _is_on_map(data)):
            return data
        raise serializers.ValidationError("drawn neither on a photo nor on the map", code="invalid")

    def to_representation(self, value: Any) -> Any:
        """Give it back as it came."""
        return value


def _is_on_photo(data: dict[str, Any]) -> bool:
    photo = data.get("photo")
    if set(data) != {"photo", "points"} or isinstance(photo, bool) or not isinstance(photo, int):
        return False
    return photo >= 0 and _are_points(data["points"], (0.0, 1.0), (0.0, 1.0))


def _is_on_map(data: dict[str, Any]) -> bool:
    geometry = data.get("geometry")
    if set(data) != {"geometry"} or not isinstance(geometry, dict) or set(geometry) != {"type", "coordinates"}:
        return False
    said = geometry["coordinates"]
    if geometry["type"] == "Point":
        return _are_points([said], (-180, 180), (-90, 90))
    is_line = geometry["type"] == "LineString" and isinstance(said, list) and len(said) > 1
    return is_line and _are_points(said, (-180, 180), (-90, 90))


def _are_points(said: Any, *bounds: tuple[float, float]) -> bool:
    if not isinstance(said, list) or not 0 < len(said) <= MOST_POINTS:
        return False
    return all(isinstance(point, list) and len(point) == len(bounds) and _lies(point, bounds) for point in said)


def _lies(point: list[Any], bounds: tuple[tuple[float, float], ...]) -> bool:
    numbers = zip(point, bounds, strict=True)
    return all(_is_number(number) and low <= number <= high for number, (low, high) in numbers)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
