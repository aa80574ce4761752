from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from core.models import AuditEntry
from people.models import Role, RoleGrant, User, Volunteer
from people.permissions import areas_of
from tests.factories import make


def grant(*arguments: str) -> str:
    out = StringIO()
    call_command("grant_role", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def person(db: None) -> User:
    return make.user("somebody@test.example")


def test_grant_role_gives_the_right_in_the_area(person: User) -> None:
    assert (
        grant("Somebody@test.example", "officer", "--area", "1101") == "somebody@test.example holds officer (1101).\n"
    )
    assert areas_of(User.objects.get(pk=person.pk), "review_reports") == ("1101",)
    assert AuditEntry.objects.filter(verb="grant_role", by_id=None).count() == 1


def test_grant_role_twice_is_done_once(person: User) -> None:
    grant(person.email, "administrator")
    assert grant(person.email, "administrator") == f"{person.email} holds administrator (everywhere), as before.\n"
    assert (RoleGrant.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_grant_role_gives_a_volunteer_a_profile(person: User) -> None:
    grant(person.email, "volunteer")
    assert Volunteer.objects.get(user=person).is_active


def test_grant_role_is_taken_back_and_given_again(person: User) -> None:
    grant(person.email, "planner", "--area", "11")
    assert (
        grant(person.email, "planner", "--area", "11", "--revoke") == f"{person.email} no longer holds planner (11).\n"
    )
    assert areas_of(User.objects.get(pk=person.pk), "make_plans") == ()
    grant(person.email, "planner", "--area", "11")
    assert areas_of(User.objects.get(pk=person.pk), "make_plans") == ("11",)


def test_grant_role_by_an_administrator_names_them_in_the_audit(person: User) -> None:
    administrator = make.user("admin@test.example")
    make.grant(administrator, Role.ADMINISTRATOR)
    grant(person.email, "officer", "--area", "110101", "--by", administrator.email)
    assert RoleGrant.objects.get(user=person).granted_by == administrator
    assert AuditEntry.objects.get(verb="grant_role").by_id == administrator.pk


def test_grant_role_by_somebody_without_the_right_is_refused(person: User) -> None:
    with pytest.raises(CommandError, match=r"somebody@test\.example is no administrator of that area"):
        grant(person.email, "administrator", "--by", person.email)
    assert (RoleGrant.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody@test.example", "officer"), "Nobody signs in as nobody@test.example"),
        (("somebody@test.example", "officer", "--by", "nobody@test.example"), "Nobody signs in as nobody@test.example"),
        (("somebody@test.example", "king"), "invalid choice: 'king'"),
        (("somebody@test.example", "officer", "--area", "东城"), "beginning of a division code"),
        (("somebody@test.example", "officer", "--area", "110"), "beginning of a division code"),
    ],
)
def test_grant_role_refuses_what_cannot_be(person: User, arguments: tuple[str, ...], said: str) -> None:
    with translation.override("en"), pytest.raises(CommandError, match=said):
        grant(*arguments, "--skip-checks")
    assert RoleGrant.objects.count() == 0
