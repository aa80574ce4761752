"""Writes rows of sites as files: which formats there are, and which writer makes each. GeoJSON is PostGIS's own work."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sites.files.write_gdal import write_geopackage, write_kml, write_workbook
from sites.files.write_rows import Row

# Formats that only make sense as a whole file are written before the first byte leaves, so a web request has a limit.
MOST_ROWS_AT_ONCE: Final = 50_000


@dataclass(frozen=True, slots=True)
class Format:
    """A format to export: its name in addresses, which is also the file's ending, and its content type."""

    name: str
    label: str
    content_type: str
    is_streamed: bool


FORMATS: Final = {
    one.name: one
    for one in (
        Format("geojson", "GeoJSON", "application/geo+json", is_streamed=True),
        Format("csv", "CSV", "text/csv; charset=utf-8", is_streamed=True),
        Format("gpx", "GPX", "application/gpx+xml", is_streamed=True),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", is_streamed=False),
        Format("kml", "KML", "application/vnd.google-earth.kml+xml", is_streamed=False),
        Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_streamed=False),
    )
}
_WRITERS: Final = {"gpkg": write_geopackage, "kml": write_kml, "xlsx": write_workbook}


def write_file(path: Path, chosen: Format, batches: Iterator[list[Row]]) -> None:
    """Write the rows as one whole file of a format that is not streamed; memory stays that of a batch, but for XLSX."""
    _WRITERS[chosen.name](path, batches)
