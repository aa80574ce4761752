"""The pages of walls and areas: what was seen, on the map and in the tables, for each role."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Role, User
from planning.actions.extents import measure_visit
from planning.models import SiteExtent
from planning.queries.duties import today
from sites.actions.lines import cut_sections
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.logic.cover.walks import metres, walk
from tests.planning.outings import STRAIGHT, visit_with_track, wall

LIST = "/planning/coverage/extent/"
DAY_S = 86_400.0


def days_ago(days: int) -> float:
    return (make.NOW.timestamp() // DAY_S * DAY_S) + (today() - make.NOW.date() - timedelta(days=days)).days * DAY_S


def _anywhere() -> User:
    person = make.user()
    make.grant(person, Role.OFFICER)
    return person


def seen(volunteer: User, site: Site, start: float, end: float, *, days: int) -> None:
    walked = walk(STRAIGHT, start, end, at_s=days_ago(days), noise_m=1, seed=days)
    measure_visit(visit=visit_with_track(volunteer, site, walked), at=make.NOW)


@pytest.fixture
def line(officer: User, volunteer: User) -> Site:
    site = wall(officer, code="LINE", name_zh="长城一段")
    cut_sections(site=site, at_measures=[500], by=officer, at=make.NOW)
    seen(volunteer, site, 0, 280, days=3)
    seen(volunteer, site, 200, 480, days=500)
    return site


def test_list_tells_how_much_of_each_line_was_seen_within_a_year(as_planner: Client, line: Site) -> None:
    (row,) = as_planner.get(LIST).context["lines"]
    assert (row["code"], row["percent"], round(row["gap"], -1), round(row["seen"], -1)) == ("LINE", 30, 700, 500)
    assert row["last_on"] == today() - timedelta(days=3)


@pytest.mark.usefixtures("line")
def test_list_follows_the_district_and_the_readers_areas(as_planner: Client) -> None:
    wall(_anywhere(), code="FAR", district=make.district("110102", name_zh="西城区"))
    assert [row["code"] for row in as_planner.get(LIST).context["lines"]] == ["FAR", "LINE"]
    assert [row["code"] for row in as_planner.get(LIST, {"district": "110102"}).context["lines"]] == ["FAR"]


def test_list_asks_the_same_number_of_questions_for_one_line_and_for_three(as_planner: Client, officer: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_planner.get(LIST)
        return len(queries)

    wall(officer)
    once = asked()
    wall(officer)
    wall(officer)
    assert (once, asked()) == (7, 7)


def test_line_is_told_stretch_by_stretch_and_section_by_section(as_officer: Client, line: Site) -> None:
    context = as_officer.get(f"{LIST}LINE/").context
    stretches = [
        (round(one["part"].from_m, -1), round(one["part"].to_m, -1), one["kind"]) for one in context["stretches"]
    ]
    assert stretches == [(0, 300, "seen"), (300, 500, "seen-long-ago"), (500, 1_000, "unseen")]
    assert [(one["section"].number, one["percent"]) for one in context["sections"]] == [(1, 60), (2, 0)]
    assert [one["properties"]["kind"] for one in context["drawing"]["features"]] == ["seen", "seen-long-ago", "unseen"]
    assert context["drawing"]["features"][2]["properties"]["label"] == "499–1000 米：从未"


def test_area_is_told_with_its_seen_part(as_officer: Client, volunteer: User) -> None:
    ring = metres([(0, 0), (400, 0), (400, 300), (0, 300), (0, 0)]).coords
    site = make.site(code="FIELD", geom=f"SRID=4326;POLYGON(({','.join(f'{x} {y}' for x, y in ring)}))")
    walked = walk(metres([(-100, 150), (500, 150)]))
    measure_visit(visit=visit_with_track(volunteer, site, walked), at=make.NOW)
    context = as_officer.get(f"{LIST}FIELD/").context
    assert (context["is_line"], context["percent"]) == (False, 20)
    assert [one["properties"]["kind"] for one in context["drawing"]["features"]] == ["unseen", "seen"]
    assert [row["code"] for row in as_officer.get(LIST).context["areas"]] == ["FIELD"]


@pytest.mark.usefixtures("line")
def test_pages_are_refused_to_whoever_sees_no_coverage(as_volunteer: Client, stranger: User, client: Client) -> None:
    for page in (LIST, f"{LIST}LINE/"):
        assert as_volunteer.get(page).status_code == 403
        assert signed_in(stranger).get(page).status_code == 403
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_line_of_another_district_and_a_point_are_not_found(as_officer: Client) -> None:
    wall(_anywhere(), code="FAR", district=make.district("110102"))
    make.site(code="POINT")
    assert as_officer.get(f"{LIST}FAR/").status_code == 404
    assert as_officer.get(f"{LIST}POINT/").status_code == 404
    assert as_officer.get(LIST).context["lines"] == []


@pytest.mark.parametrize(("seen_m", "percent"), [(0.0, 0), (0.4, 1), (999.0, 99), (None, 100)])
def test_only_the_whole_is_called_a_hundred_percent(
    as_officer: Client, officer: User, seen_m: float | None, percent: int
) -> None:
    ring = metres([(0, 0), (400, 0), (400, 300), (0, 300), (0, 0)]).coords
    site = make.site(code="FIELD", geom=f"SRID=4326;POLYGON(({','.join(f'{x} {y}' for x, y in ring)}))")
    SiteExtent.objects.create(site=site, whole=1_000, seen=1_000 if seen_m is None else seen_m)
    assert as_officer.get(f"{LIST}FIELD/").context["percent"] == percent
