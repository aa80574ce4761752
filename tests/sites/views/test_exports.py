"""The register to take along: for whoever asks, in every format, and no more of a place than they may know."""

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.http import HttpResponseBase
from django.test import Client

from core.models import AuditEntry
from people.models import User
from sites.files.writing import FORMATS
from sites.models import Site
from sites.views import exports
from tests.conftest import signed_in
from tests.factories import make

# Where the two hidden sites are: 116.385 39.935 is the centre of the cell of both.
TOMB, DIG = (116.3812345, 39.9387654), (116.3887654, 39.9312345)
WORDS = ("某胡同", "从后门进", "小心犬只", "某家", "某所", "原始坐标", "110101001002")


@pytest.fixture
def hidden(db: None) -> list[Site]:
    """A tomb of which only the district is told, and an archaeological site told by its cell."""
    village = make.district("110101001002", kind="village", name_zh="某村")
    told = {
        "division": village,
        "address_zh": "某胡同 7 号",
        "access_note": "从后门进",
        "safety_note": "小心犬只",
        "owner": "某家",
        "used_by": "某所",
        "given_position": "原始坐标",
    }
    tomb = make.site(
        code="TOMB", category_id="0201", visibility="district", geom=Point(*TOMB, srid=4326), level_id="county", **told
    )
    return [tomb, make.site(code="DIG", category_id="0101", geom=Point(*DIG, srid=4326), **told)]


def body(answer: HttpResponseBase) -> bytes:
    """Return all bytes of an answer."""
    assert answer.status_code == 200
    return b"".join(answer)  # type: ignore[arg-type]


def tells(data: bytes, path: Path) -> list[str]:
    """Return what of the hidden sites' secrets is in the file, as it stands, unpacked, or read by GDAL's client."""
    path.write_bytes(data)
    read = subprocess.run(["ogrinfo", "-ro", "-al", str(path)], check=True, capture_output=True, text=True).stdout
    text = read + unpacked(data).decode("utf-8", errors="replace")
    numbers = [f"{int(n * 10**d) / 10**d:.{d}f}" for n in (*TOMB, *DIG) for d in (6, 5, 4, 3)]
    return [secret for secret in (*numbers, *WORDS) if secret in text]


def unpacked(data: bytes) -> bytes:
    """Return a workbook's parts; other formats are not compressed."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(BytesIO(data)) as book:
        return b"".join(book.read(name) for name in book.namelist())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_tells_a_hidden_place(
    name: str, hidden: list[Site], stranger: User, volunteer: User, tmp_path: Path
) -> None:
    for client in (Client(), signed_in(stranger), signed_in(volunteer)):
        assert tells(body(client.get(f"/sites/export/{name}")), tmp_path / f"out.{name}") == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_officer_is_told(name: str, hidden: list[Site], as_officer: Client, tmp_path: Path) -> None:
    told = tells(body(as_officer.get(f"/sites/export/{name}")), tmp_path / f"out.{name}")
    assert {"116.381234", "39.938765", "116.388765", "39.931234", *WORDS} <= set(told)


@pytest.mark.parametrize(("name", "count"), [("geojson", 2), ("csv", 2), ("gpkg", 2), ("kml", 2), ("gpx", 1)])
def test_site_without_a_place_is_there_where_the_format_can(
    name: str, count: int, hidden: list[Site], client: Client, tmp_path: Path
) -> None:
    path = tmp_path / f"out.{name}"
    path.write_bytes(body(client.get(f"/sites/export/{name}")))
    layer = ["waypoints"] if name == "gpx" else ["-al"]
    said = subprocess.run(["ogrinfo", "-ro", "-so", str(path), *layer], check=True, capture_output=True, text=True)
    assert said.stdout.count(f"Feature Count: {count}\n") == 1
    if name == "gpx":
        assert path.read_text(encoding="utf-8").partition("</metadata>")[0].endswith("：1 处。</desc>")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_answer_is_a_file_nobody_else_keeps(name: str, site: Site, client: Client) -> None:
    answer = client.get(f"/sites/export/{name}")
    assert answer.headers["Content-Type"] == FORMATS[name].content_type
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].endswith(f'.{name}"')
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="sites-20')


def test_filters_are_those_of_the_list(hidden: list[Site], site: Site, client: Client) -> None:
    asked: list[dict[str, Any]] = [{"level": "county"}, {"category": "0100"}, {"q": "tomb"}, {"district": "110101"}]
    found = [client.get("/sites/export/geojson", {**one, "page": 2}).getvalue().decode() for one in asked]
    assert [text.count('"Feature"') for text in found] == [1, 1, 1, 3]
    assert ['"id": "TOMB"' in text for text in found] == [True, False, True, True]


def test_export_of_a_person_is_recorded(site: Site, officer: User, as_officer: Client, client: Client) -> None:
    client.get("/sites/export/csv", {"level": "national"})
    assert AuditEntry.objects.count() == 0
    as_officer.get("/sites/export/csv", {"level": "national", "q": "", "page": 3})
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.target_id) == ("sites.export", officer, str(officer.pk))
    assert entry.change == {"format": "csv", "filters": {"level": "national"}, "count": 1}


def test_nothing_stays_behind(site: Site, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body(client.get("/sites/export/gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_too_many_sites_are_refused_with_a_way_out(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.site()
    monkeypatch.setattr(exports, "MOST_ROWS_AT_ONCE", 1)
    answer = client.get("/sites/export/gpkg", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["count"]) == (422, "export_too_large", 2)
    assert body(client.get("/sites/export/geojson")).count(b'"Feature"') == 2


@pytest.mark.parametrize(
    ("path", "status"), [("shp", 404), ("csv?level=royal", 422), ("csv?district=%27", 422), ("csv?q=" + "x" * 90, 422)]
)
def test_what_is_not_offered_is_refused(path: str, status: int, db: None, client: Client) -> None:
    assert client.get(f"/sites/export/{path}").status_code == status
