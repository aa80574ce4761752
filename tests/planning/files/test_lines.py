import json
from pathlib import Path
from typing import Any

import pytest

from planning.files.lines import UnreadableLine, read_line

LINE: dict[str, Any] = {"type": "LineString", "coordinates": [[116, 40, 12], [116.1, 40]]}
POINT: dict[str, Any] = {"type": "Point", "coordinates": [116, 40]}


def written(folder: Path, found: Any) -> Path:
    path = folder / "line.geojson"
    path.write_text(found if isinstance(found, str) else json.dumps(found), encoding="utf-8")
    return path


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        (LINE, 1),
        (feature(LINE), 1),
        ({"type": "FeatureCollection", "features": [feature(LINE), feature(None), feature(POINT), feature(LINE)]}, 2),
        ({"type": "GeometryCollection", "geometries": [POINT, LINE]}, 1),
        ({"type": "MultiLineString", "coordinates": [LINE["coordinates"], [[0, 0]]]}, 1),
    ],
)
def test_lines_are_read_in_order(tmp_path: Path, found: Any, parts: int) -> None:
    line = read_line(written(tmp_path, found))
    assert [list(one.coords) for one in line.geoms] == [[(116, 40), (116.1, 40)]] * parts


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ("{", "{} is not JSON."),
        ("[" * 100_000, "{} is not JSON."),
        ([], "{} is not GeoJSON with positions in degrees."),
        (
            {"type": "LineString", "coordinates": [[500_000, 4_000_000], [1, 2]]},
            "{} is not GeoJSON with positions in degrees.",
        ),
        ({"type": "LineString", "coordinates": [["a", 1], [1, 2]]}, "{} is not GeoJSON with positions in degrees."),
        ({"type": "LineString", "coordinates": None}, "{} is not GeoJSON with positions in degrees."),
        (POINT, "{} holds no line with a length."),
        ({"type": "LineString", "coordinates": [[1, 2], [1, 2]]}, "{} holds no line with a length."),
    ],
)
def test_other_files_are_refused(tmp_path: Path, found: Any, sentence: str) -> None:
    path = written(tmp_path, found)
    with pytest.raises(UnreadableLine) as refused:
        read_line(path)
    assert str(refused.value) == sentence.replace("{}", str(path))
