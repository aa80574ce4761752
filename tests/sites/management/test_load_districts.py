"""The command that loads outlines of divisions."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from sites.models import District


def outline(code: str, name: str, west: float = 116.0) -> dict[str, object]:
    ring = [[west, 35.0], [west + 0.1, 35.0], [west + 0.1, 35.1], [west, 35.1], [west, 35.0]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"adcode": code, "name": name},
    }


def load(folder: Path, *features: dict[str, object]) -> str:
    path = folder / "divisions.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    said = StringIO()
    call_command("load_districts", str(path), stdout=said)
    return said.getvalue()


def test_divisions_find_what_they_lie_in_by_their_codes(db: None, tmp_path: Path) -> None:
    said = load(tmp_path, outline("370811", "任城区"), outline("370800", "济宁市"), outline("370811001", "越河街道"))
    assert "3 new" in said
    kinds = {one.code: (one.kind, one.parent_id) for one in District.objects.all()}
    assert kinds == {
        "370800": ("city", None),
        "370811": ("county", "370800"),
        "370811001": ("township", "370811"),
    }


def test_a_second_run_changes_nothing_and_a_moved_outline_is_cut_anew(db: None, tmp_path: Path) -> None:
    load(tmp_path, outline("370811", "任城区"))
    assert "0 new, 0 changed, 1 as they were" in load(tmp_path, outline("370811", "任城区"))
    assert "0 new, 1 changed" in load(tmp_path, outline("370811", "任城区", west=116.5))
    assert District.objects.get().pieces.get().geom.extent[0] == 116.5


def test_what_is_no_code_is_named_and_left_out(db: None, tmp_path: Path) -> None:
    said = load(tmp_path, outline("town-b1e9", "某镇"), outline("370811", "任城区"))
    assert "1 left out, for their code is none: town-b1e9" in said
    assert District.objects.get().code == "370811"
