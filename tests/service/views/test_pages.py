"""The pages: what stands in the list for whom, and how many questions a list asks."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from service.models import Application
from tests.conftest import signed_in
from tests.factories import make
from tests.service import needed


def coming(**fields: Any) -> Any:
    now = timezone.now()
    return needed.shift(needed.activity(**fields), starts_at=now + timedelta(days=2), at=now)


def test_list_filters_by_kind_district_and_day(client: Client, db: None) -> None:
    coming(title="展览甲")
    coming(title="培训乙", kind_id="training")
    assert "展览甲" in (page := client.get("/activities/").content.decode())
    assert "培训乙" in page
    page = client.get("/activities/?kind=training").content.decode()
    assert ("展览甲" in page, "培训乙" in page) == (False, True)
    assert "展览甲" not in client.get("/activities/?district=110105").content.decode()
    day = timezone.localdate() + timedelta(days=2)
    assert "展览甲" in client.get(f"/activities/?day={day}").content.decode()
    assert "展览甲" not in client.get(f"/activities/?day={day + timedelta(days=1)}").content.decode()


def test_list_puts_the_nearest_first_by_what_is_shown(client: Client, db: None) -> None:
    coming(title="远处", geom=make.Point(116.55, 39.95, srid=4326))
    coming(title="近处")
    page = client.get("/activities/?lon=116.40&lat=39.91").content.decode()
    assert page.index("近处") < page.index("远处")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions(client: Client, db: None, rows: int) -> None:
    for _ in range(rows):
        coming()
    with CaptureQueriesContext(connection) as asked:
        client.get("/activities/")
    assert len(asked) == 5


def test_a_draft_is_its_organisers_alone(client: Client, volunteer: User) -> None:
    need = needed.activity()
    answers = [
        one.get(f"/activities/{need.pk}/").status_code
        for one in (client, signed_in(volunteer), signed_in(need.made_by))
    ]
    assert answers == [404, 404, 200]


def test_apply_by_the_api_is_done_once_and_refused_as_problem(as_volunteer: Client) -> None:
    shift = coming()
    url = f"/api/v1/shifts/{shift.pk}/application"
    first, again = as_volunteer.post(url), as_volunteer.post(url)
    assert (first.status_code, again.status_code, first.json()["id"]) == (201, 200, again.json()["id"])
    other = as_volunteer.post(f"/api/v1/shifts/{coming().pk}/application")
    assert (other.status_code, other.headers["Content-Type"]) == (409, "application/problem+json")
    cancel = f"/api/v1/applications/{first.json()['id']}/cancel"
    assert [as_volunteer.post(cancel).json()["state"] for _ in range(2)] == ["cancelled"] * 2


def test_calendar_names_the_shift_and_no_position(as_volunteer: Client, client: Client, volunteer: User) -> None:
    needed.place(coming(), volunteer, at=timezone.now())
    page = as_volunteer.post("/me/calendars/new/").content.decode()
    secret = page.partition("/activities/calendar/")[2].partition(".ics")[0]
    told = client.get(f"/activities/calendar/{secret}.ics").content.decode()
    assert ("SUMMARY:鼓楼讲解" in told, "116.4" in told) == (True, False)
    as_volunteer.post("/me/calendars/end/")
    assert client.get(f"/activities/calendar/{secret}.ics").status_code == 404


def test_manager_writes_a_need_by_its_form(db: None) -> None:
    team = make.organisation()
    manager, site = needed.manager(team), make.site()
    said = {"kind": "patrol", "title": "巡查", "text": "走一走", "risk": "台阶", "contact": "010", "organisation": team.pk, "place": "site",
            "site_code": site.code, "radius_m": 200, "least_age": 18, "datum": "wgs84"}  # fmt: skip
    refused = signed_in(manager).post("/activities/desk/new/", said)
    assert (refused.status_code, "needs_insurance" in refused.context["form"].errors) == (422, True)
    kept = signed_in(manager).post("/activities/desk/new/", {**said, "needs_insurance": "on"})
    assert kept.status_code == 302
    assert signed_in(manager).get(kept["Location"]).status_code == 200


def test_apply_button_gives_the_place(as_volunteer: Client, volunteer: User) -> None:
    shift = coming()
    assert as_volunteer.post(f"/activities/shifts/{shift.pk}/apply/").status_code == 302
    assert Application.objects.get(volunteer=volunteer).state == "accepted"


def test_organiser_changes_the_time_and_the_calendar_follows(
    as_volunteer: Client, client: Client, volunteer: User
) -> None:
    shift = coming()
    needed.place(shift, volunteer, at=timezone.now())
    page = as_volunteer.post("/me/calendars/new/").content.decode()
    feed = f"/activities/calendar/{page.partition('/activities/calendar/')[2].partition('.ics')[0]}.ics"
    organiser, url = signed_in(shift.activity.made_by), f"/activities/desk/shifts/{shift.pk}/"
    day = timezone.localdate() + timedelta(days=9)
    for wrong in (
        {},
        {"day": "2020-01-01", "begins": "09:00", "ends": "11:00"},
        {"day": day, "begins": "?", "ends": ""},
    ):
        organiser.post(url, {"act": "move", **wrong})
    shift.refresh_from_db()
    assert shift.moved_at is None
    organiser.post(url, {"act": "move", "day": day, "begins": "14:00", "ends": "16:30"})
    shift.refresh_from_db()
    assert f"{timezone.localtime(shift.starts_at):%Y-%m-%d %H:%M}" == f"{day} 14:00"
    assert f"DTSTART:{shift.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in client.get(feed).content.decode()
