"""Every format is read by GDAL's own client with all rows, all fields and the same values."""

import csv
import json
import os
import subprocess
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely

from core.logic.cells import given_cell
from sites.files.write_csv import csv_pieces
from sites.files.write_gpx import gpx_pieces
from sites.files.write_rows import PLACE_COLUMNS, Row
from sites.files.writing import FORMATS, write_file
from sites.logic.fields import EXPORTED

NAMES = [field.name for field in EXPORTED]
POINT, LINE = shapely.Point(116.123456789012, 39.9), shapely.LineString([(-116.1, 40.1), (-116.2, 40.2)])
AREA = shapely.MultiPolygon([shapely.box(116.1, 40.1, 116.2, 40.2)])
FORMULA = '=HYPERLINK("http://evil.example","x")'
# As the import reads tables: every cell a text.
AS_TEXT = {**os.environ, "OGR_XLSX_FIELD_TYPES": "STRING", "OGR_XLSX_HEADERS": "FORCE"}


def row(code: str, shape: shapely.Geometry | None, **values: Any) -> Row:
    fields = {**dict.fromkeys(NAMES), "code": code, "name_zh": "钟<楼>&", "summary_zh": "", "precision": "exact"}
    fields |= {"is_difficult": True, "visit_minutes": 30, **values}
    return fields, None if shape is None else shapely.to_wkb(shape)


def batches() -> list[list[Row]]:
    """Two batches: a line and an area, a site without a place, and one with a formula in a text."""
    first = [row("0001", POINT, name_zh=FORMULA, owner="+某人", given_position="-3.5"), row("2", LINE)]
    return [first, [row("3", AREA, is_difficult=False), row("4", None, precision="district", visit_minutes=None)]]


def written(tmp_path: Path, name: str) -> Path:
    path = tmp_path / f"sites.{name}"
    if name == "csv":
        path.write_text("".join(csv_pieces(iter(batches()))), encoding="utf-8", newline="")
    elif name == "gpx":
        (a, b), (c, _d) = batches()
        path.write_text("".join(gpx_pieces("名 & <名>", "说明", [[a], [c]], [[b]])), encoding="utf-8")
    else:
        write_file(path, FORMATS[name], iter(batches()))
    return path


def ogrinfo(path: Path, *words: str) -> str:
    told = subprocess.run(
        ["ogrinfo", "-ro", "-al", *words, str(path)], check=True, capture_output=True, text=True, env=AS_TEXT
    )
    assert "ERROR" not in told.stderr
    return told.stdout


@pytest.mark.parametrize(
    ("name", "kinds", "own"),
    [
        ("gpkg", ["Point", "LineString", "MultiPolygon", None], []),
        ("kml", ["Point", "LineString", "MultiPolygon", None], ["Name", "Description"]),
        ("xlsx", [None] * 4, list(PLACE_COLUMNS)),
        ("csv", ["Point", "LineString", "MultiPolygon", None], list(PLACE_COLUMNS)),
    ],
)
def test_client_reads_all_rows_and_fields(name: str, kinds: list[str | None], own: list[str], tmp_path: Path) -> None:
    path = written(tmp_path, name)
    said = ogrinfo(path, "-so")
    assert said.count("Feature Count: 4\n") == 1
    assert [field for field in [*NAMES, *own] if f"\n{field.lower()}: " not in said.lower()] == []
    told, _ids, shapes, _columns = pyogrio.raw.read(path)
    found = [None] * 4 if shapes is None else shapely.from_wkb(shapes).tolist()
    assert [None if shape is None else shape.geom_type for shape in found] == kinds
    # A reader of KML adds columns of that format's own.
    assert [field for field in [*NAMES, *own] if field not in told["fields"] and field != "Description"] == []


@pytest.mark.parametrize("name", ["gpkg", "kml", "xlsx", "csv"])
def test_values_come_back_as_they_went(name: str, tmp_path: Path) -> None:
    found = values(written(tmp_path, name))
    assert [given_cell(one["name_zh"]) for one in found] == [FORMULA, "钟<楼>&", "钟<楼>&", "钟<楼>&"]
    assert [one["code"] for one in found] == ["0001", "2", "3", "4"]
    assert [str(one["is_difficult"]).lower() for one in found] == ["true", "true", "false", "true"]
    assert [as_number(one["visit_minutes"]) for one in found] == [30, 30, 30, None]
    assert given_cell(found[0]["owner"]) == "+某人"
    assert found[0]["given_position"] == "-3.5"


def test_table_holds_the_place_to_the_last_digit(tmp_path: Path) -> None:
    for name in ("csv", "xlsx"):
        found = values(written(tmp_path, name))
        assert [shapely.from_wkt(one["wkt"]) if one["wkt"] else None for one in found] == [POINT, LINE, AREA, None]
        assert (float(found[0]["lon"]), float(found[0]["lat"])) == (POINT.x, POINT.y)
        assert not found[3]["lon"]


def test_csv_is_for_excel_and_runs_nothing() -> None:
    text = "".join(csv_pieces(iter(batches())))
    assert text[0] == "\ufeff"
    [first, *_rest] = csv.DictReader(StringIO(text[1:]))
    assert (first["name_zh"], first["owner"]) == ("'" + FORMULA, "'+某人")
    assert (first["given_position"], first["address_zh"]) == ("-3.5", "")


def test_workbook_holds_no_formula(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, "xlsx")) as book:
        [sheet] = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheet.count(b"<f>") == 0
        assert b"".join(book.read(name) for name in book.namelist()).count(b"=HYPERLINK") == 1


def test_gpx_holds_points_and_lines_and_says_what_stands_for_an_area(tmp_path: Path) -> None:
    path = written(tmp_path, "gpx")
    assert ogrinfo(path, "-so").count("Feature Count: ") == 5
    assert shapes_of(path, "waypoints") == [(1, "exact", POINT), (3, "inside", shapely.Point(116.15, 40.15))]
    assert shapes_of(path, "tracks") == [(2, "exact", shapely.MultiLineString([LINE]))]


def test_gpx_holds_no_sign_that_xml_forbids() -> None:
    text = "".join(gpx_pieces("x", "x", [[row("1", POINT, owner="a\x07b")]], []))
    assert text.count("<ogr:owner>ab</ogr:owner>") == 1


def test_nothing_is_a_table_with_a_head(tmp_path: Path) -> None:
    assert "".join(csv_pieces(iter([]))).splitlines() == ["\ufeff" + ",".join([*NAMES, *PLACE_COLUMNS])]
    for name in ("gpkg", "kml", "xlsx"):
        path = tmp_path / f"empty.{name}"
        write_file(path, FORMATS[name], iter([]))
        assert pyogrio.read_info(path, force_feature_count=True)["features"] == 0


def values(path: Path) -> list[dict[str, Any]]:
    """Return the rows as GDAL's client reads them."""
    out = path.with_suffix(f"{path.suffix}.json")
    subprocess.run(["ogr2ogr", "-f", "GeoJSONSeq", str(out), str(path)], check=True, capture_output=True, env=AS_TEXT)
    rows = [json.loads(line)["properties"] for line in out.read_text(encoding="utf-8").splitlines()]
    return [{**dict.fromkeys([*NAMES, *PLACE_COLUMNS]), **row} for row in rows]


def as_number(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def shapes_of(path: Path, layer: str) -> list[tuple[str, str, shapely.Geometry]]:
    told, _ids, shapes, columns = pyogrio.raw.read(path, layer=layer)
    by_name = dict(zip(told["fields"], columns, strict=True))
    return list(
        zip(
            by_name["ogr_code"],
            by_name["ogr_precision"],
            shapely.set_precision(shapely.from_wkb(shapes), 1e-12),
            strict=True,
        )
    )
