import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import Role, User
from sites.models import Site
from sites.permissions import can_see_condition
from tests.factories import make


def test_condition_is_known_to_who_patrols_and_who_answers(
    site: Site, volunteer: User, officer: User, planner: User
) -> None:
    assert [can_see_condition(person, site) for person in (volunteer, officer, planner)] == [True, True, True]


def test_condition_is_not_known_to_others(site: Site, stranger: User) -> None:
    assert [can_see_condition(person, site) for person in (stranger, AnonymousUser())] == [False, False]


@pytest.mark.parametrize(("role", "area"), [(Role.OFFICER, "110105"), (Role.MANAGER, "110101"), (Role.PLANNER, "12")])
def test_condition_is_not_known_elsewhere(role: Role, area: str, site: Site, stranger: User) -> None:
    make.grant(stranger, role, area)
    assert can_see_condition(stranger, site) is False
