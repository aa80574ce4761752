"""The history of a site and the register of a day, as pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from people.models import User
from sites.actions.sites import change_site
from sites.models import Site
from tests.factories import make

ENGLISH = {"Accept-Language": "en"}
LATER = make.NOW + timedelta(days=1)


def change(site: Site, by: User, **changes: Any) -> None:
    site.refresh_from_db()
    at = site.updated_at + timedelta(days=1)
    change_site(site=site, seen_at=site.updated_at, changes=changes, why="measured again", by=by, at=at)


def test_history_reads_as_sentences(client: Client, officer: User, site: Site) -> None:
    change(site, officer, level_id="county", geom=Point(116.3894, 39.9417, srid=4326), is_difficult=True)
    client.force_login(officer)
    entries = client.get(f"/sites/{site.code}/history/", headers=ENGLISH).context["entries"]
    assert [(entry.by, entry.why, entry.is_first) for entry in entries] == [
        (officer.name, "measured again", False),
        ("the system", "", True),
    ]
    told = {line.label: (line.before, line.after) for line in entries[0].lines}
    assert told["Protection level"] == ("National priority protected site", "County protected site")
    assert (told["Difficult to reach"], told["Place"]) == (("no", "yes"), ("", "moved 111 m to the north"))


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_the_same_queries_for_any_length(
    count: int, client: Client, officer: User, site: Site, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        change(site, officer, level_id="county" if number % 2 == 0 else "national")
    client.force_login(officer)
    with django_assert_num_queries(8):
        response = client.get(f"/sites/{site.code}/history/")
    assert len(response.context["entries"]) == count + 1


def test_earlier_place_is_told_to_officers_of_the_area_alone(client: Client, officer: User) -> None:
    far = make.site(code="FAR", district=make.district("110105"))
    client.force_login(officer)
    assert client.get(f"/sites/{far.code}/history/").status_code == 403
    assert client.get("/sites/NONE/history/").status_code == 404


def test_day_of_the_register(client: Client, site: Site) -> None:
    day = make.NOW.date().isoformat()
    response = client.get("/sites/as-of/", {"on": day}, headers=ENGLISH)
    assert ([row.code for row in response.context["rows"]], response.context["total"]) == (
        [site.code],
        {"then": 1, "now": 1},
    )
    assert client.get("/sites/as-of/", {"on": "1999-01-01"}).context["rows"] == []


@pytest.mark.parametrize("asked", [{"on": "2999-01-01"}, {"on": "soon"}, {"show": "eaten"}])
def test_odd_day_is_said_and_today_is_shown(asked: dict[str, str], client: Client, site: Site) -> None:
    response = client.get("/sites/as-of/", asked)
    assert (response.status_code, bool(response.context["form"].errors), len(response.context["rows"])) == (
        200,
        True,
        1,
    )


@pytest.mark.parametrize("bbox", ["", "1,2,3", "a,b,c,d", "5,5,4,6"])
def test_odd_frame_is_no_address(bbox: str, client: Client, db: None) -> None:
    assert client.get("/sites/as-of/places.json", {"bbox": bbox}).status_code == 404
