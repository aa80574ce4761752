"""Rows of sites as GPX 1.1, piece by piece: points as waypoints, lines as tracks, areas as a waypoint inside them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np
import shapely

from sites.files.write_rows import Row, as_text
from sites.logic.fields import PRECISION

# Fields beyond GPX's own go where GDAL writes and reads them.
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Heritage Patrol" xmlns="http://www.topografix.com/GPX/1/1" xmlns:ogr="http://osgeo.org/gdal">
<metadata><name>{name}</name><desc>{description}</desc></metadata>
"""
# Whoever imports the file takes no site's shape from a point that only stands for it.
STANDS_FOR_SHAPE: Final = "inside"
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def gpx_pieces(name: str, description: str, points: Iterable[list[Row]], lines: Iterable[list[Row]]) -> Iterator[str]:
    """Yield the file: waypoints first, as the schema wants it, then tracks."""
    yield HEAD.format(name=_escaped(name), description=_escaped(description))
    for batch in points:
        yield "".join(_waypoint(values, shapely.from_wkb(wkb)) for values, wkb in batch)
    for batch in lines:
        yield "".join(_track(values, shapely.from_wkb(wkb)) for values, wkb in batch)
    yield "</gpx>\n"


def _waypoint(values: dict[str, Any], shape: shapely.Geometry) -> str:
    if shape.geom_type != "Point":
        shape, values = shapely.point_on_surface(shape), {**values, PRECISION.name: STANDS_FOR_SHAPE}
    return f"<wpt {_at(shape.x, shape.y)}>{_told(values)}</wpt>\n"


def _track(values: dict[str, Any], shape: shapely.Geometry) -> str:
    segments = "".join(
        "<trkseg>" + "".join(f"<trkpt {_at(x, y)}/>" for x, y in np.asarray(part.coords)[:, :2].tolist()) + "</trkseg>"
        for part in shapely.get_parts(shape)
    )
    return f"<trk>{_told(values)}{segments}</trk>\n"


def _at(x: float, y: float) -> str:
    return f'lat="{y!r}" lon="{x!r}"'


def _told(values: dict[str, Any]) -> str:
    """Return name and description, which every device shows, and all fields with a value for programs."""
    own = f"<name>{_escaped(values['name_zh'])}</name>"
    if values["summary_zh"]:
        own += f"<desc>{_escaped(values['summary_zh'])}</desc>"
    texts = {name: as_text(value) for name, value in values.items()}
    fields = "".join(f"<ogr:{name}>{_escaped(text)}</ogr:{name}>" for name, text in texts.items() if text)
    return f"{own}<extensions>{fields}</extensions>"


def _escaped(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))
