"""The printable sheet: a PDF for everybody, and in it no more than its reader may know."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

from patrol.models import Photo, Report, Review
from patrol.storage import DISPLAYS, address
from people.models import User
from sites.models import Site, Zone
from tests.conftest import signed_in
from tests.factories import make, sent

TOLD = {
    "address_zh": "某胡同 7 号",
    "owner": "某家",
    "used_by": "某所",
    "access_note": "从后门进",
    "safety_note": "小心犬只",
}
AROUND = "SRID=4326;MULTIPOLYGON(((116.38 39.93,116.384 39.93,116.384 39.94,116.38 39.94,116.38 39.93)))"


@pytest.fixture
def tomb(db: None) -> Site:
    made = make.site(code="TOMB", category_id="0201", geom=Point(116.3812, 39.9387, srid=4326), **TOLD)
    Zone.objects.create(site=made, kind="protection", status="provisional", text="四至", geom=GEOSGeometry(AROUND))
    return made


def sheet(client: Client, code: str = "TOMB") -> HttpResponse:
    answer = client.get(f"/sites/{code}/sheet.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    return answer


def layers(answer: HttpResponse, name: str = "drawing") -> list[str]:
    return [shape["layer"] for shape in answer.context[name]["shapes"]]


def visit(site: Site, person: User, media: Path, *, state: str = "accepted", photos: int = 2) -> Report:
    """Make a decided report whose photos lie on the disk as the worker leaves them."""
    report = make.report(person, site, note="后门边有新洞", photos=photos)
    Review.objects.filter(report=report).update(
        state=state, reason="看不清", decided_by=make.user(), decided_at=make.NOW
    )
    for photo in Photo.objects.filter(report=report).select_related("file"):
        photo.file.display = address(DISPLAYS, photo.file_id, "jpg")
        photo.file.save()
        path = media / photo.file.display
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sent.jpeg())
    return report


def test_officer_prints_all(tomb: Site, officer: User, volunteer: User, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit(tomb, volunteer, tmp_path)
    answer = sheet(signed_in(officer))
    said = answer.context
    assert layers(answer) == ["district", "protection", "accuracy", "site"]
    assert {value for _label, value in said["facts"]} >= set(TOLD.values())
    assert [zone.text for zone, rules in said["zones"] if rules] == ["四至"]
    assert ([data[:22] for _photo, data in said["photos"]], len(said["visits"])) == (["data:image/jpeg;base64"] * 2, 1)
    assert (said["is_secret"], said["reader"]) == (True, str(officer))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == 'inline; filename="site-TOMB.pdf"'


def test_public_prints_the_coarse_place(tomb: Site, volunteer: User, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit(tomb, volunteer, tmp_path)
    answer = sheet(Client())
    said = answer.context
    assert layers(answer) == ["district", "cell"]
    assert layers(answer, "district_drawing") == ["district", "cell"]
    assert (said["place"], said["uncertainty_m"], said["is_secret"]) == (None, 710, False)
    assert (said["zones"], said["photos"], list(said["visits"])) == ([], [], [])
    assert {value for _label, value in said["facts"]} & set(TOLD.values()) == set()


def test_sheet_does_not_change_while_the_place_moves_in_its_cell(tomb: Site, stranger: User) -> None:
    clients = (Client(), signed_in(stranger))
    before = [drawings(sheet(client)) for client in clients]
    tomb.geom = Point(116.3889, 39.9302, srid=4326)
    tomb.save()
    assert [drawings(sheet(client)) for client in clients] == before


def test_volunteer_reads_of_visits_but_not_where(
    tomb: Site, officer: User, volunteer: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit(tomb, make.volunteer(), tmp_path)
    answer = sheet(signed_in(volunteer))
    assert (layers(answer), len(answer.context["visits"])) == (["district", "cell"], 1)
    assert answer.context["photos"] == []
    assert as_page(answer).count("后门边有新洞") == 0
    assert as_page(sheet(signed_in(officer))).count("后门边有新洞") == 1


def test_report_that_was_not_accepted_is_not_printed(
    site: Site, officer: User, volunteer: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit(site, volunteer, tmp_path, state="rejected")
    said = sheet(signed_in(officer), site.code).context
    assert (said["photos"], list(said["visits"])) == ([], [])


def test_at_most_four_photos_and_ten_visits(
    site: Site, officer: User, volunteer: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for _number in range(11):
        visit(site, volunteer, tmp_path, photos=1)
    said = sheet(signed_in(officer), site.code).context
    assert (len(said["photos"]), len(said["visits"])) == (4, 10)


def test_photo_whose_file_is_gone_is_left_out(
    site: Site, officer: User, volunteer: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    report = visit(site, volunteer, tmp_path)
    (tmp_path / report.photos.select_related("file").order_by("position")[0].file.display).unlink()
    assert len(sheet(signed_in(officer), site.code).context["photos"]) == 1


def test_place_known_by_district_alone_has_no_map_but_the_districts(tomb: Site) -> None:
    tomb.visibility = "district"
    tomb.save()
    answer = sheet(Client())
    assert (answer.context["drawing"], layers(answer, "district_drawing")) == (None, ["district"])


@pytest.mark.parametrize("shape", ["LINESTRING(116.3 39.9, 116.4 40)", AROUND.partition(";")[2]])
def test_lines_and_areas_are_drawn(shape: str, db: None) -> None:
    make.site(code="WALL", geom=GEOSGeometry(f"SRID=4326;{shape}"))
    assert layers(sheet(Client(), "WALL")) == ["district", "site"]


@pytest.mark.parametrize("code", ["NOWHERE", "OLD"])
def test_site_nobody_knows_has_no_sheet(code: str, db: None, client: Client) -> None:
    make.site(code="OLD", is_active=False)
    assert client.get(f"/sites/{code}/sheet.pdf").status_code == 404


def drawings(answer: HttpResponse) -> list[Any]:
    return [answer.context[name] for name in ("drawing", "district_drawing", "facts", "uncertainty_m")]


def as_page(answer: HttpResponse) -> str:
    """Return the words that were drawn: a PDF holds numbers of glyphs instead."""
    names = answer.context.keys()
    return render_to_string("patrol/sheet.html", {name: answer.context[name] for name in names})
