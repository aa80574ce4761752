"""What every writer is given: rows of exported fields with their place, and the columns a table shows a place in."""

from typing import Any, Final

import numpy as np
import shapely

# The values of `sites.logic.fields.EXPORTED` by name, and the place as WKB (WGS-84) or None.
Row = tuple[dict[str, Any], bytes | None]
PLACE_COLUMNS: Final = ("wkt", "lon", "lat")
# So many digits that the number read back is the one written.
ALL_DIGITS: Final = -1


def cells(batch: list[Row]) -> list[dict[str, str]]:
    """Return the rows of a table: every value as text ("" where there is none), the place as WKT and as a point inside it."""
    shapes = shapely.from_wkb([wkb for _values, wkb in batch])
    inside = shapely.point_on_surface(shapes)
    texts = shapely.to_wkt(shapes, rounding_precision=ALL_DIGITS, trim=True)
    rows = zip(batch, texts, shapely.get_x(inside), shapely.get_y(inside), strict=True)
    return [
        {
            **{name: as_text(value) for name, value in values.items()},
            "wkt": as_text(text),
            "lon": _number(lon),
            "lat": _number(lat),
        }
        for (values, _wkb), text, lon, lat in rows
    ]


def as_text(value: Any) -> str:
    """Return a value as the import reads it: true and false in words, nothing where there is none."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: float) -> str:
    return "" if np.isnan(value) else repr(float(value))
