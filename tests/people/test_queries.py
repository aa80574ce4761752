import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import Organisation, Role, RoleGrant, User
from people.queries import roles_of, volunteers
from tests.factories import make


@pytest.fixture
def team(db: None) -> Organisation:
    return make.organisation(code="BELL")


@pytest.fixture
def everybody(team: Organisation) -> list[User]:
    """Two of the team, one of another, and one of none; in the order of their numbers."""
    homes = [team, team, make.organisation(code="DRUM"), None]
    return [make.volunteer(number=f"V-{n}", organisation=home) for n, home in enumerate(homes)]


def listed(viewer: User | AnonymousUser) -> list[User]:
    return [profile.user for profile in volunteers(viewer)]


def managing(*organisations: Organisation | None) -> User:
    person = make.user()
    for area, organisation in enumerate(organisations):
        RoleGrant.objects.create(
            user=person, role=Role.MANAGER, area=str(area), organisation=organisation, granted_at=make.NOW
        )
    return person


def test_planner_lists_all_by_number(planner: User, everybody: list[User]) -> None:
    assert listed(planner) == everybody


def test_administrator_lists_all(stranger: User, everybody: list[User]) -> None:
    make.grant(stranger, Role.ADMINISTRATOR)
    assert listed(stranger) == everybody


def test_manager_lists_their_own_organisation(team: Organisation, everybody: list[User]) -> None:
    assert listed(managing(team)) == everybody[:2]


def test_manager_of_two_lists_both(team: Organisation, everybody: list[User]) -> None:
    assert listed(managing(team, Organisation.objects.get(code="DRUM"))) == everybody[:3]


def test_manager_of_no_organisation_lists_nobody(everybody: list[User]) -> None:
    assert listed(managing(None)) == []


def test_manager_whose_grant_was_revoked_lists_nobody(team: Organisation, everybody: list[User]) -> None:
    manager = managing(team)
    RoleGrant.objects.filter(user=manager).update(revoked_at=make.NOW)
    assert listed(manager) == []


def test_others_list_nobody(officer: User, stranger: User, everybody: list[User]) -> None:
    assert [listed(viewer) for viewer in (officer, stranger, everybody[0], AnonymousUser())] == [[], [], [], []]


def test_roles_of_are_those_held_now(officer: User) -> None:
    make.grant(officer, Role.PLANNER, "11")
    revoked = make.grant(officer, Role.ADMINISTRATOR)
    RoleGrant.objects.filter(pk=revoked.pk).update(revoked_at=make.NOW)
    assert [(grant.role, grant.area) for grant in roles_of(officer)] == [("officer", "110101"), ("planner", "11")]
