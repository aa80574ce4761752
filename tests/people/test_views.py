from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.models import AuditEntry
from people.actions import mark_notices_read, notify
from people.models import Notice, Organisation, Role, RoleGrant, Skill, User
from tests.factories import make

ENGLISH = {"Accept-Language": "en"}
TOLD = "A report on Bell Tower waits for review."


def tell(person: User, *, days: int = 0, url: str = "/desk/") -> None:
    params = {"site": ["钟楼", "Bell Tower"]}
    notify(users=[person], kind="report_to_review", params=params, url=url, at=make.NOW + timedelta(days=days))


def text_of(client: Client, path: str) -> str:
    return client.get(path, headers=ENGLISH).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_notices_are_listed_newest_first(
    count: int, as_volunteer: Client, volunteer: User, django_assert_num_queries: Any
) -> None:
    for days in range(count):
        tell(volunteer, days=days)
    with django_assert_num_queries(6):
        response = as_volunteer.get("/me/notices/", headers=ENGLISH)
    rows = response.context["rows"]
    assert [row["sentence"] for row in rows] == [TOLD] * count
    made = [row["notice"].created_at for row in rows]
    assert made == sorted(made, reverse=True)
    assert response.content.decode().count(f'<a href="/desk/">{TOLD}</a>') == count


def test_notices_are_ones_own(as_volunteer: Client, officer: User) -> None:
    tell(officer)
    assert as_volunteer.get("/me/notices/").context["rows"] == []
    assert text_of(as_volunteer, "/me/notices/").count("No notices yet") == 1


def test_notices_come_by_thirty(as_volunteer: Client, volunteer: User) -> None:
    notify(users=[volunteer] * 31, kind="report_to_review", params={"site": "钟楼"}, url="", at=make.NOW)
    sizes = [len(as_volunteer.get("/me/notices/", {"page": page}).context["rows"]) for page in (1, 99)]
    assert sizes == [30, 1]


def test_unread_notices_are_counted_until_they_are_read(as_volunteer: Client, volunteer: User) -> None:
    tell(volunteer)
    tell(volunteer)
    before = as_volunteer.get("/me/notices/", headers=ENGLISH)
    assert (before.context["notice_count"], before.content.decode().count("Mark all as read")) == (2, 1)
    response = as_volunteer.post("/me/notices/read/")
    assert (response.status_code, response.headers["Location"]) == (302, "/me/notices/")
    after = as_volunteer.get("/me/notices/", headers=ENGLISH)
    assert (after.context["notice_count"], after.content.decode().count("Mark all as read")) == (0, 0)


def test_reading_marks_nobody_elses(as_volunteer: Client, officer: User) -> None:
    tell(officer)
    as_volunteer.post("/me/notices/read/")
    assert Notice.objects.get().read_at is None


def test_read_notice_stays_in_the_list(as_volunteer: Client, volunteer: User) -> None:
    tell(volunteer)
    mark_notices_read(by=volunteer, at=make.NOW)
    assert text_of(as_volunteer, "/me/notices/").count(TOLD) == 1


def test_profile_shows_the_roles_with_their_areas(as_officer: Client, officer: User) -> None:
    make.grant(officer, Role.PLANNER)
    text = text_of(as_officer, "/me/profile/")
    assert [text.count(words) for words in ("Heritage officer", "area 110101", "Planner", "everywhere")] == [1, 1, 1, 1]


def test_profile_of_a_stranger_says_how_to_get_a_role(stranger: User) -> None:
    client = Client()
    client.force_login(stranger)
    assert text_of(client, "/me/profile/").count("You hold no role yet.") == 1


def test_profile_is_corrected_and_audited(as_volunteer: Client, volunteer: User) -> None:
    response = as_volunteer.post("/me/profile/", {"name": " 林晓 ", "phone": "13800000000"})
    volunteer.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (302, "/me/profile/")
    assert (volunteer.name, volunteer.phone) == ("林晓", "13800000000")
    assert list(AuditEntry.objects.values_list("verb", "by")) == [("change_profile", volunteer.pk)]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "n" * 81}, {"name": "林晓", "phone": "1" * 33}])
def test_profile_with_wrong_values_is_shown_again(wrong: dict[str, str], as_volunteer: Client, volunteer: User) -> None:
    response = as_volunteer.post("/me/profile/", {"phone": "", **wrong})
    volunteer.refresh_from_db()
    assert (response.status_code, len(response.context["form"].errors)) == (200, 1)
    assert (volunteer.name, AuditEntry.objects.count()) == ("volunteer", 0)


def test_profile_changes_nothing_but_name_and_phone(as_volunteer: Client, volunteer: User) -> None:
    fields = {"name": "林晓", "phone": "", "email": "other@test.example", "is_superuser": "on", "is_staff": "on"}
    as_volunteer.post("/me/profile/", fields)
    volunteer.refresh_from_db()
    assert (volunteer.email, volunteer.is_superuser, volunteer.is_staff) == ("volunteer@test.example", False, False)


@pytest.mark.parametrize("count", [1, 3])
def test_planner_lists_volunteers(count: int, as_planner: Client, django_assert_num_queries: Any) -> None:
    team = make.organisation(name_zh="守望队", name_en="The Watch")
    for number in range(count):
        person = make.volunteer(number=f"V-{number}", organisation=team, range_km=12)
        person.volunteer.skills.set(Skill.objects.order_by("code")[:2])
    with django_assert_num_queries(7):
        response = as_planner.get("/me/volunteers/", headers=ENGLISH)
    assert [profile.number for profile in response.context["page"]] == [f"V-{number}" for number in range(count)]
    assert response.content.decode().count(">The Watch</td>") == count


def test_list_of_volunteers_tells_no_home(as_planner: Client, volunteer: User) -> None:
    text = text_of(as_planner, "/me/volunteers/")
    assert [text.count(secret) for secret in ("116.39", "39.9", volunteer.email)] == [0, 0, 0]
    assert text.count(volunteer.volunteer.number) == 1


def test_manager_lists_their_own(stranger: User) -> None:
    team: Organisation = make.organisation()
    make.volunteer(number="V-OURS", organisation=team)
    make.volunteer(number="V-THEIRS", organisation=make.organisation())
    RoleGrant.objects.create(user=stranger, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    client = Client()
    client.force_login(stranger)
    assert [profile.number for profile in client.get("/me/volunteers/").context["page"]] == ["V-OURS"]


@pytest.mark.parametrize("person", ["volunteer", "officer", "stranger"])
def test_list_of_volunteers_is_refused_to_others(person: str, request: pytest.FixtureRequest) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(person))
    assert client.get("/me/volunteers/").status_code == 403


@pytest.mark.parametrize("path", ["/me/notices/", "/me/profile/", "/me/volunteers/"])
def test_nobody_is_asked_to_sign_in(path: str, client: Client, db: None) -> None:
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
