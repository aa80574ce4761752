"""The demo's people in the database: once, with roles, and able to sign in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client

from people.demo import PASSWORD, load
from people.models import Organisation, Role, User, Volunteer
from people.permissions import areas_of, has_role

AT = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The people, loaded once for this file and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(at=AT)
        yield
        transaction.set_rollback(True)


def test_load_adds_everybody_once(people: None) -> None:
    load(at=AT)

    assert Organisation.objects.count() == 2
    assert Volunteer.objects.count() == 40
    assert User.objects.count() == 47
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 47


def test_everybody_has_the_published_password(people: None) -> None:
    hashes = set(User.objects.values_list("password", flat=True))

    assert len(hashes) == 1
    assert User.objects.get(email="volunteer40@example.org").check_password(PASSWORD)


@pytest.mark.parametrize("name", ["volunteer", "officer", "planner", "officer-dongcheng", "manager", "administrator"])
def test_named_account_signs_in(people: None, name: str) -> None:
    client = Client()

    answer = client.post("/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=f"{name}@example.org").pk)


def test_roles_hold_in_their_areas(people: None) -> None:
    held = {user.email: areas_of(user, "review_reports") for user in User.objects.filter(email__startswith="officer")}

    assert held == {
        "officer@example.org": ("11",),
        "officer-dongcheng@example.org": ("110101",),
        "officer-huairou@example.org": ("110116",),
    }
    assert has_role(User.objects.get(email="planner@example.org"), Role.PLANNER)


def test_volunteers_have_skills_home_and_free_time(people: None) -> None:
    first = Volunteer.objects.get(number="V-0001")

    assert sorted(first.skills.values_list("code", flat=True)) == ["ancient_architecture", "photography", "recording"]
    assert first.home is not None
    assert (first.home.x, first.home.y, len(first.free_time)) == (116.41, 39.93, 2)
    assert Volunteer.objects.filter(home=None).count() == 0
