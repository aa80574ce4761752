"""Who is out now, for those who watch over them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from patrol.models import LastPosition, Outing
from people.models import Organisation, Role, RoleGrant, SafetyRecord, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, walked

PAGE = "/desk/outings/"


@pytest.fixture
def team(db: None) -> Organisation:
    return make.organisation()


@pytest.fixture
def manager(team: Organisation) -> User:
    person = make.user("manager@test.example")
    RoleGrant.objects.create(user=person, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    return person


def go_out(team: Organisation, site: Site, number: int, *, minutes_late: int = -60) -> Outing:
    person = make.volunteer(organisation=team)
    walked.put(signed_in(person), make.uuid(number), walked.said(site, companions=["老王"]))
    due = timezone.now() - timedelta(minutes=minutes_late)
    Outing.objects.filter(pk=make.uuid(number)).update(due_back_at=due)
    return Outing.objects.get(pk=make.uuid(number))


@pytest.mark.parametrize("count", [1, 3])
def test_page_lists_who_is_out_in_a_fixed_number_of_questions(
    count: int, team: Organisation, manager: User, site: Site
) -> None:
    for number in range(count):
        go_out(team, site, number)
    client = signed_in(manager)
    with assertNumQueries(10):
        page = client.get(PAGE)
    assert page.text.count("data-outing=") == count
    assert page.context["late"] == 0


def test_the_overdue_stand_first_with_whom_to_call(team: Organisation, manager: User, site: Site) -> None:
    go_out(team, site, 1)
    late = go_out(team, site, 2, minutes_late=90)
    values = {"emergency_name": "家属", "emergency_phone": "13800000000", "changed_at": make.NOW}
    SafetyRecord.objects.create(volunteer=late.volunteer.volunteer, changed_by=manager, **values)
    page = signed_in(manager).get(PAGE)
    assert [row["outing"] for row in page.context["rows"]] == [late, Outing.objects.get(pk=make.uuid(1))]
    assert (page.context["late"], page.text.count("tel:13800000000")) == (1, 1)


def test_map_shows_people_by_their_consent_and_sites_as_far_as_known(
    team: Organisation, manager: User, officer: User
) -> None:
    tomb = make.site(category_id="0201", geom="SRID=4326;POINT(116.4117 39.9383)")
    outing = go_out(team, tomb, 1)

    def shown(person: User) -> list[tuple[str, float]]:
        features = signed_in(person).get(PAGE).context["features"]["features"]
        return [
            (one["properties"].get("kind", "site"), round(one["geometry"]["coordinates"][0], 4)) for one in features
        ]

    assert shown(manager) == [("site", 116.415)]
    assert shown(officer) == [("site", 116.4117)]
    LastPosition.objects.create(outing=outing, geom="SRID=4326;POINT(116.5 40)", fix_at=make.NOW, received_at=make.NOW)
    assert shown(manager) == [("site", 116.415), ("mine", 116.5)]


def test_managers_see_their_own_people_officers_their_areas(team: Organisation, manager: User, site: Site) -> None:
    go_out(team, site, 1)
    go_out(make.organisation(), site, 2)
    elsewhere = make.site(district=make.district("110105", name_zh="朝阳区"))
    go_out(make.organisation(), elsewhere, 3)
    seen = {}
    for name, role, area in (
        ("far", Role.OFFICER, "110105"),
        ("city", Role.OFFICER, "11"),
        ("all", Role.ADMINISTRATOR, ""),
    ):
        person = make.user()
        make.grant(person, role, area)
        seen[name] = len(signed_in(person).get(PAGE).context["rows"])
    assert seen == {"far": 1, "city": 3, "all": 3}
    assert len(signed_in(manager).get(PAGE).context["rows"]) == 1


def test_closing_moves_to_who_is_back(team: Organisation, manager: User, site: Site) -> None:
    outing = go_out(team, site, 1, minutes_late=30)
    client = signed_in(manager)
    page = client.post(f"{PAGE}{outing.pk}/close/", follow=True)
    assert (page.context["rows"], list(page.context["back"])) == ([], [outing])
    assert [str(message) for message in page.context["messages"]] == [f"{outing.volunteer} 的巡查已结束。"]


def test_nobody_out_says_so(manager: User) -> None:
    assert signed_in(manager).get(PAGE).context["rows"] == []


def test_volunteers_do_not_watch_each_other(volunteer: User) -> None:
    assert signed_in(volunteer).get(PAGE).status_code == 403
