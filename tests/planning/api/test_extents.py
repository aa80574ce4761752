"""Seen metres for machines."""

from datetime import date

import pytest
from django.test import Client

from people.models import User
from planning.actions.extents import measure_visit
from tests.factories import make
from tests.planning.logic.cover.walks import metres, walk
from tests.planning.outings import STRAIGHT, visit_with_track, wall

LIST = "/api/v1/coverage/extents"


@pytest.fixture
def _line(officer: User, volunteer: User) -> None:
    site = wall(officer, code="LINE")
    measure_visit(visit=visit_with_track(volunteer, site, walk(STRAIGHT, 0, 400)), at=make.NOW)


@pytest.mark.usefixtures("_line")
def test_list_holds_metres(as_officer: Client) -> None:
    (row,) = as_officer.get(LIST, {"since": "2024-01-01"}).json()
    assert {**row, "whole": round(row["whole"]), "seen": round(row["seen"]), "recent": round(row["recent"])} == {
        "code": "LINE", "name_zh": "钟楼", "name_en": "Bell Tower", "district": "110101", "is_line": True,
        "whole": 1_000, "seen": 419, "recent": 419, "unknown": 0.0, "last_on": "2024-06-01",
    }  # fmt: skip
    assert as_officer.get(LIST, {"since": "2024-06-02"}).json()[0]["recent"] == 0.0
    assert as_officer.get(LIST, {"district": "110199"}).json() == []


@pytest.mark.usefixtures("_line")
def test_line_holds_its_stretches(as_officer: Client) -> None:
    found = as_officer.get(f"{LIST}/LINE").json()
    days = [(round(one["from_m"]), round(one["to_m"]), one["last_on"]) for one in found.pop("stretches")]
    assert days == [(0, 419, str(date(2024, 6, 1))), (419, 1_000, None)]
    assert {**found, "whole": round(found["whole"])} == {"code": "LINE", "whole": 1_000, "version": 1, "geometry": None}


def test_area_holds_its_seen_part(as_officer: Client, volunteer: User) -> None:
    ring = metres([(0, 0), (400, 0), (400, 300), (0, 300), (0, 0)]).coords
    site = make.site(code="FIELD", geom=f"SRID=4326;POLYGON(({','.join(f'{x} {y}' for x, y in ring)}))")
    walked = walk(metres([(-100, 150), (500, 150)]))
    measure_visit(visit=visit_with_track(volunteer, site, walked), at=make.NOW)
    found = as_officer.get(f"{LIST}/FIELD").json()
    assert (found["stretches"], found["version"], found["geometry"]["type"]) == ([], None, "MultiPolygon")


@pytest.mark.usefixtures("_line")
def test_others_are_refused(as_volunteer: Client, client: Client) -> None:
    for url in (LIST, f"{LIST}/LINE"):
        assert as_volunteer.get(url).status_code == 403
        assert client.get(url).status_code == 401


def test_unknown_code_is_not_found(as_officer: Client) -> None:
    assert as_officer.get(f"{LIST}/NONE").status_code == 404


def test_wrong_day_is_refused(as_officer: Client) -> None:
    assert as_officer.get(LIST, {"since": "soon"}).status_code == 400
