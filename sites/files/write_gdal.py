"""Rows of sites as GeoPackage, KML and XLSX, through GDAL: Arrow batches are written as they are read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyogrio

from sites.files.write_rows import PLACE_COLUMNS, Row, as_text, cells
from sites.logic.fields import EXPORTED, Kind

LAYER: Final = "sites"
SHAPE: Final = "geom"
_TYPES: Final = {Kind.TEXT: pa.string(), Kind.INTEGER: pa.int32(), Kind.YES_NO: pa.bool_()}
# KML and spreadsheets know no yes and no that every program reads back alike.
_WORDS: Final = {**_TYPES, Kind.YES_NO: pa.string()}


def write_geopackage(path: Path, batches: Iterator[list[Row]]) -> None:
    """Write one layer whose geometries may be of any type; fields keep their types."""
    columns = _columns(_TYPES)
    stream = _stream(pa.schema([*columns, (SHAPE, pa.binary())]), batches, _with_shapes)
    _write(path, "GPKG", stream, geometry_name=SHAPE, geometry_type="Unknown", crs="EPSG:4326")


def write_kml(path: Path, batches: Iterator[list[Row]]) -> None:
    """Write placemarks; those without a place are kept for their data. `Name` is what map programs show beside them."""
    columns = [("Name", pa.string()), ("Description", pa.string()), *_columns(_WORDS)]
    stream = _stream(pa.schema([*columns, (SHAPE, pa.binary())]), batches, _placemarks)
    _write(path, "KML", stream, geometry_name=SHAPE, geometry_type="Unknown", crs="EPSG:4326")


def write_workbook(path: Path, batches: Iterator[list[Row]]) -> None:
    """Write one sheet with the place as `wkt`, `lon` and `lat`; texts are texts there, never formulas. GDAL holds it whole."""
    columns = [*_columns(_WORDS), *((name, pa.string()) for name in PLACE_COLUMNS)]
    _write(path, "XLSX", _stream(pa.schema(columns), batches, _sheet_rows))


def _columns(types: dict[Kind, pa.DataType]) -> list[tuple[str, pa.DataType]]:
    return [(field.name, types[field.kind]) for field in EXPORTED]


def _stream(
    schema: pa.Schema, batches: Iterator[list[Row]], shaped: Callable[[list[Row]], list[dict[str, Any]]]
) -> pa.RecordBatchReader:
    parts = (pa.RecordBatch.from_pylist(shaped(batch), schema=schema) for batch in batches)
    return pa.RecordBatchReader.from_batches(schema, parts)


def _write(path: Path, driver: str, stream: pa.RecordBatchReader, **options: Any) -> None:
    pyogrio.write_arrow(stream, path, layer=LAYER, driver=driver, **options)


def _with_shapes(batch: list[Row]) -> list[dict[str, Any]]:
    return [{**values, SHAPE: wkb} for values, wkb in batch]


def _placemarks(batch: list[Row]) -> list[dict[str, Any]]:
    return [
        {
            **values,
            **{field.name: as_text(values[field.name]) for field in EXPORTED if field.kind == Kind.YES_NO},
            "Name": values["name_zh"],
            "Description": values["summary_zh"],
            SHAPE: wkb,
        }
        for values, wkb in batch
    ]


def _sheet_rows(batch: list[Row]) -> list[dict[str, Any]]:
    numbers = [field.name for field in EXPORTED if field.kind == Kind.INTEGER]
    return [
        {**row, **{name: values[name] for name in numbers}}
        for row, (values, _wkb) in zip(cells(batch), batch, strict=True)
    ]
