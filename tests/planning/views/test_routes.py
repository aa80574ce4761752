from typing import Any

import pytest
from django.test import Client

from people.models import User
from planning.models import JobState, Route
from tests.planning import trips
from tests.planning.cases import asked, day, person, run_jobs, site_at

NEW: dict[str, Any] = {
    "title": "", "day": "", "start": "place", "start_place": "116.39, 39.90", "end": "same", "leaves_at": "08:30", "budget_minutes": "240",
    "mode": "foot", "around_km": "5", "seconds_allowed": "5",
}  # fmt: skip


def said(**fields: Any) -> dict[str, Any]:
    return {**NEW, "day": day(1).isoformat(), **fields}


def test_planner_asks_waits_orders_and_gives(as_planner: Client, planner: User, volunteer: User) -> None:
    site_at(1, name_zh="近")
    site_at(2, name_zh="中")
    volunteer.volunteer.free_time = [{"weekday": one, "start": "08:00", "end": "18:00"} for one in range(7)]
    volunteer.volunteer.save()
    answer = as_planner.post("/planning/routes/new/", said(district="110101", walkers="1", statuses=["never"]))
    route = Route.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/planning/routes/{route.pk}/")
    assert "等待开始计算" in as_planner.get(answer["Location"]).content.decode() or route.state == JobState.QUEUED
    run_jobs()
    assert as_planner.get(f"/planning/routes/{route.pk}/progress/")["HX-Refresh"] == "true"
    route.refresh_from_db()
    [[first, second]] = trips.order(route)
    later = trips.stop(route, second)
    moved = as_planner.post(
        f"/planning/routes/{route.pk}/sites/{later.site_id}/move/",
        {"version": route.version, "walker": 0, "position": 0},
        headers={"HX-Request": "true"},
    )
    assert moved.status_code == 200
    assert moved.content.decode().index(second) < moved.content.decode().rindex(first)
    assert trips.order(route) == [[second, first]]
    route.refresh_from_db()
    given = as_planner.post(
        f"/planning/routes/{route.pk}/give/", {"version": route.version, "walker_0": str(volunteer.pk)}
    )
    assert given.status_code == 302
    route.refresh_from_db()
    assert route.given_at is not None


def test_volunteer_plans_the_own_day_and_nobody_else_sees_it(
    as_volunteer: Client, as_planner: Client, volunteer: User, planner: User
) -> None:
    asked(site_at(1), volunteer, planner)
    page = as_volunteer.get("/planning/routes/new/").content.decode()
    assert 'name="district"' not in page
    assert 'value="home"' in page
    as_volunteer.post("/planning/routes/new/", said(start="home"))
    route = trips.worked_out(Route.objects.get())
    assert (route.district_id, route.start.coords) == (None, volunteer.volunteer.home.coords)
    assert as_volunteer.get(f"/planning/routes/{route.pk}/").status_code == 200
    assert as_planner.get(f"/planning/routes/{route.pk}/").status_code == 404
    assert str(route.pk) not in as_planner.get("/planning/routes/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"start_place": "nowhere"}, "start_place"),
        ({"end": "place", "end_place": ""}, "end_place"),
        ({"day": "2020-01-01"}, "day"),
        ({"walkers": "9"}, "walkers"),
        ({"must": "NOWHERE"}, None),
        ({"district": ""}, "district"),
    ],
)
def test_wrong_input_is_told_beside_its_field(as_planner: Client, wrong: dict[str, str], field: str | None) -> None:
    site_at(1)
    answer = as_planner.post("/planning/routes/new/", said(district="110101", walkers="1", statuses=["never"]) | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field or "__all__"]
    assert Route.objects.count() == 0


@pytest.mark.parametrize("many", [1, 3])
def test_list_asks_the_same_questions_for_many(
    many: int, as_planner: Client, planner: User, django_assert_num_queries: Any
) -> None:
    site_at(1)
    for _ in range(many):
        trips.planned(planner)
    as_planner.get("/planning/routes/")
    with django_assert_num_queries(6):
        assert len(as_planner.get("/planning/routes/").context["page"]) == many


@pytest.mark.parametrize("many", [1, 3])
def test_route_asks_the_same_questions_for_many_stops(
    many: int, as_planner: Client, planner: User, django_assert_num_queries: Any
) -> None:
    for km in range(1, many + 1):
        site_at(km / 2)
    route = trips.planned(planner, budget_minutes=480)
    as_planner.get(f"/planning/routes/{route.pk}/")
    with django_assert_num_queries(10):
        assert as_planner.get(f"/planning/routes/{route.pk}/").context["visits"] == many


def test_stale_order_is_refused(as_planner: Client, planner: User) -> None:
    site = site_at(1)
    route = trips.planned(planner)
    url = f"/planning/routes/{route.pk}/sites/{site.pk}/move/"
    assert as_planner.post(url, {"version": 0, "walker": 0, "position": 0}).status_code == 409
    assert as_planner.post(url, {"walker": 0}).status_code == 409


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [
        ("gpx", "application/gpx+xml; charset=utf-8", b"<?xml"),
        ("kml", "application/vnd.google-earth.kml+xml", b"<?xml"),
        ("ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_files_come_with_their_type(ending: str, kind: str, begins: bytes, as_planner: Client, planner: User) -> None:
    site_at(1)
    route = trips.planned(planner)
    answer = as_planner.get(f"/planning/routes/{route.pk}/route.{ending}")
    assert (answer.status_code, answer["Content-Type"], answer.content[: len(begins)]) == (200, kind, begins)
    assert as_planner.get(f"/planning/routes/{route.pk}/route.docx").status_code == 404


def test_cluster_leads_to_a_route_around_its_middle(as_planner: Client, planner: User) -> None:
    for km in (1, 1.5, 2, 2.5):
        site_at(km)
    person()
    from planning.actions.reach import refresh_reach

    refresh_reach()
    page = as_planner.get("/planning/coverage/reach/?least=2")
    [group] = page.context["clusters"]
    form = as_planner.get(f"/planning/routes/new/?{group['route']}").context["form"]
    assert (form.initial["district"], form.initial["start"], form.initial["around_km"]) == ("110101", "place", "1.5")
