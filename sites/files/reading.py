"""Reads a vector file or table through GDAL in batches of Arrow columns, every value as text, memory flat."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from sites.files.encoding import as_utf8, dbf_encoding
from sites.files.unpack import Opened, Refused

BATCH: Final = 20_000
HEAD_BYTES: Final = 1 << 20
# Cells stay as they are written: a code is no number, a date no date.
TEXT_ONLY: Final = {"OGR_XLSX_FIELD_TYPES": "STRING", "OGR_XLSX_HEADERS": "FORCE", "OGR_ODS_FIELD_TYPES": "STRING"}
CSV_OPTIONS: Final = {
    "AUTODETECT_TYPE": "NO",
    "KEEP_GEOM_COLUMNS": "YES",
    "GEOM_POSSIBLE_NAMES": "",
    "EMPTY_STRING_AS_NULL": "YES",
}
# Lines first: whoever brings a GPX brings a line; its single points are a track's, or marks beside it.
GPX_ORDER: Final = ("tracks", "routes", "waypoints")
TABLES: Final = frozenset({"CSV", "XLSX"})


@dataclass(frozen=True)
class Layer:
    """One layer of a file: what it is called, its columns in order, its CRS as the file declares it ("" where not)."""

    path: Path
    format: str
    name: str
    columns: tuple[str, ...]
    crs: str
    has_shapes: bool
    encoding: str = ""
    others: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Batch:
    """Some rows: text columns by name (None where empty), and shapes as WKB (None in a table)."""

    first: int
    columns: dict[str, pa.Array]
    shapes: pa.Array | None
    size: int


def open_layer(opened: Opened, name: str = "") -> Layer:
    """Return the layer called `name`, or the first with rows; raises Refused."""
    path = as_utf8(opened.path) if opened.format == "CSV" else opened.path
    encoding = dbf_encoding(path) if opened.format == "Shapefile" else ""
    with _gdal():
        names = [str(row[0]) for row in pyogrio.list_layers(path)]
        if opened.format == "GPX":
            names = [one for one in GPX_ORDER if one in names]
        if name and name not in names:
            raise Refused("layer_unknown", ", ".join(names))
        chosen = name or _first_with_rows(path, names)
        told = pyogrio.read_info(_asked(path, opened.format), layer=chosen, encoding=encoding or None)
    if told["driver"] not in opened.drivers:
        raise Refused("unknown_format", str(told["driver"]))
    return Layer(
        path=path,
        format=opened.format,
        name=chosen,
        columns=tuple(str(column) for column in told["fields"]),
        crs=str(told["crs"] or "") if opened.format not in TABLES else "",
        has_shapes=told["geometry_type"] is not None and opened.format not in TABLES,
        encoding=encoding,
        others=tuple(one for one in names if one != chosen),
    )


def read(
    layer: Layer, *, columns: tuple[str, ...] | None = None, batch: int = BATCH, at_most: int | None = None
) -> Iterator[Batch]:
    """Yield the rows in the file's order, numbered from 1; raises Refused with the number of the row it broke at."""
    first = 1
    wanted = list(columns) if columns is not None else None
    options: dict[str, Any] = dict(CSV_OPTIONS) if layer.format == "CSV" else {}
    with _gdal(first):
        try:
            with pyogrio.open_arrow(
                layer.path,
                layer=layer.name,
                columns=wanted,
                read_geometry=layer.has_shapes,
                encoding=layer.encoding or None,
                batch_size=min(batch, at_most or batch),
                use_pyarrow=True,
                **options,
            ) as (told, reader):
                for part in reader:
                    if at_most is not None and first > at_most:
                        return
                    yield _batch(part, first, told["geometry_name"] or "wkb_geometry")
                    first += part.num_rows
        except (pa.ArrowException, DataSourceError, DataLayerError, RuntimeError, ValueError) as error:
            raise Refused("broken_row", f"{first}: {error}") from error


def row_count(layer: Layer) -> int:
    """Return the number of rows, at least 1; of a CSV and of GPX an estimate that need not read them one by one."""
    if layer.format == "CSV":
        return max(_line_count(layer.path) - 1, 1)
    with _gdal():
        counted = int(
            pyogrio.read_info(layer.path, layer=layer.name, force_feature_count=layer.format != "GPX")["features"]
        )
    return max(counted, 1)


def _line_count(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(partial(file.read, HEAD_BYTES), b""))


def _asked(path: Path, kind: str) -> Path:
    """Return the file to ask what columns there are: GDAL counts all rows of a CSV at each question, so only its beginning."""
    if kind != "CSV" or path.stat().st_size <= HEAD_BYTES:
        return path
    head = path.parent / "head" / path.name
    head.parent.mkdir(exist_ok=True)
    with path.open("rb") as file:
        head.write_bytes(file.read(HEAD_BYTES))
    return head


def _first_with_rows(path: Path, names: list[str]) -> str:
    if not names:
        raise Refused("nothing_inside")
    for name in names:
        if len(names) == 1 or int(pyogrio.read_info(path, layer=name, force_feature_count=True)["features"]):
            return name
    return names[0]


def _batch(part: pa.RecordBatch, first: int, geometry: str) -> Batch:
    columns = {name: _text(part.column(name)) for name in part.schema.names if name != geometry}
    shapes = part.column(geometry) if geometry in part.schema.names else None
    return Batch(first=first, columns=columns, shapes=shapes, size=part.num_rows)


def _text(values: pa.Array) -> pa.Array:
    """Return a column as trimmed text with empty cells as null."""
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        values = pa.array(
            [None if one is None else ", ".join(map(str, one)) for one in values.to_pylist()], pa.string()
        )
    if pa.types.is_binary(values.type) or pa.types.is_large_binary(values.type):
        return pa.nulls(len(values), pa.string())
    trimmed = pc.utf8_trim_whitespace(values.cast(pa.string(), safe=False))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


@contextmanager
def _gdal(first: int = 1) -> Iterator[None]:
    """Let GDAL read tables as text, and turn what it cannot open into a refusal; its warnings are about style."""
    pyogrio.set_gdal_config_options(TEXT_ONLY)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            yield
        except (DataSourceError, DataLayerError) as error:
            raise Refused("broken_row", f"{first}: {error}".replace(os.sep, "/")) from error
