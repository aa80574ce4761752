"""The editor of one site: what is kept where something goes wrong, and who may come in."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.http import HttpResponseBase
from django.test import Client

from people.models import User
from sites.actions.sites import change_site
from sites.forms.edit import initial_of
from sites.models import Site
from tests.factories import make

LATER = make.NOW + timedelta(days=1)
LINE = '{"type": "LineString", "coordinates": [[116.39, 39.94], [116.391, 39.94]]}'
BOW = "116.390, 39.940\n116.391, 39.941\n116.391, 39.940\n116.390, 39.941"


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def typed(site: Site, **changes: str) -> dict[str, Any]:
    shown = {
        name: "on" if value is True else value or "" for name, value in initial_of(site).items() if value is not False
    }
    return {**shown, "why": "核对", **changes}


def save(desk: Client, site: Site, **changes: str) -> Any:
    return desk.post(f"/sites/{site.code}/edit/", typed(site, **changes))


def test_words_and_place_are_saved(desk: Client, site: Site) -> None:
    assert save(desk, site, owner="区文旅局", geometry=LINE).status_code == 302
    site.refresh_from_db()
    assert (site.owner, site.geom.geom_type, site.updated_why, site.datum_basis) == (
        "区文旅局",
        "LineString",
        "核对",
        "declared",
    )


def test_saved_without_a_change_nothing_is_written(desk: Client, site: Site) -> None:
    assert save(desk, site).status_code == 302
    site.refresh_from_db()
    assert site.updated_at == make.NOW


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"why": ""}, "why"),
        ({"name_zh": ""}, "name_zh"),
        ({"unit": "NONE"}, "unit"),
        ({"place_kind": "polygon", "place_text": BOW}, "place_text"),
        ({"geometry": '{"type": "Point", "coordinates": [116.9, 39.9]}'}, "confirm_district"),
    ],
)
def test_wrong_input_keeps_what_was_typed(changes: dict[str, str], field: str, desk: Client, site: Site) -> None:
    response = save(desk, site, owner="区文旅局", **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["owner"].value() == "区文旅局"
    site.refresh_from_db()
    assert site.owner == ""


def test_clash_keeps_both_sides(desk: Client, site: Site) -> None:
    other = make.user()
    make.grant(other, "officer", "110101")
    mine = typed(site, owner="区文旅局")
    change_site(
        site=site, seen_at=site.updated_at, changes={"name_zh": "鼓楼", "owner": "寺"}, why="更名", by=other, at=LATER
    )
    response = desk.post(f"/sites/{site.code}/edit/", mine)
    form = response.context["form"]
    assert (response.status_code, form["name_zh"].value(), form["owner"].value()) == (409, "鼓楼", "区文旅局")
    assert [line.after for line in response.context["meanwhile"]] == ["鼓楼", "寺"]
    again = {**typed(Site.objects.get(pk=site.pk)), "owner": "区文旅局"}
    assert desk.post(f"/sites/{site.code}/edit/", again).status_code == 302
    site.refresh_from_db()
    assert (site.name_zh, site.owner) == ("鼓楼", "区文旅局")


def test_outline_that_crosses_is_repaired_when_asked(desk: Client, site: Site) -> None:
    drawn = '{"type": "Polygon", "coordinates": [[[116.39,39.94],[116.391,39.941],[116.391,39.94],[116.39,39.941],[116.39,39.94]]]}'
    assert save(desk, site, geometry=drawn).context["form"].fault_place == "116.390500, 39.940500"
    assert save(desk, site, geometry=drawn, repair="on").status_code == 302
    site.refresh_from_db()
    assert site.geom.geom_type == "MultiPolygon"


def test_new_site(desk: Client, site: Site) -> None:
    told = typed(site, code="NEW-1", geometry=LINE, district="")
    assert desk.post("/sites/new/", told).status_code == 302
    made = Site.objects.get(code="NEW-1")
    assert (made.district_id, made.geom.num_points) == ("110101", 2)
    assert list(desk.post("/sites/new/", told).context["form"].errors) == ["code"]


def test_retired_site_is_gone_for_others_and_can_come_back(desk: Client, site: Site) -> None:
    told = {"why": "已毁", "seen_at": site.updated_at.isoformat()}
    assert desk.post(f"/sites/{site.code}/retire", told).status_code == 302
    assert (Client().get(f"/sites/{site.code}/").status_code, desk.get(f"/sites/{site.code}/edit/").status_code) == (
        404,
        200,
    )
    site.refresh_from_db()
    back = {"why": "误报", "seen_at": site.updated_at.isoformat()}
    assert desk.post(f"/sites/{site.code}/bring-back", back).status_code == 302
    assert Client().get(f"/sites/{site.code}/").status_code == 200


def test_neighbours_are_those_one_may_know(desk: Client, site: Site) -> None:
    box = Polygon.from_bbox((116.38, 39.93, 116.40, 39.95))
    make.site(code="NEAR", geom=box)
    make.site(code="TOMB", category_id="0200", district=make.district("110105"))
    found = desk.get("/sites/neighbours.json", {"bbox": "116.37,39.93,116.41,39.96", "but": site.code}).json()
    # The districts' borders are for everybody to know.
    assert [one["properties"]["code"] for one in found["features"]] == ["NEAR", "110101", "110105"]
    assert desk.get("/sites/neighbours.json", {"bbox": "all"}).status_code == 404


def test_typed_positions_are_answered_or_refused(desk: Client) -> None:
    assert positions(desk, "116.39, 39.94") == {"geometry": {"type": "Point", "coordinates": [116.39, 39.94]}}
    assert positions(desk, "somewhere")["geometry"] is None


def positions(desk: Client, text: str) -> Any:
    response: HttpResponseBase = desk.get("/sites/positions.json", {"place_text": text, "place_kind": "point"})
    return response.json()  # type: ignore[attr-defined]
