import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core.errors import NotAllowed
from people.models import Role, RoleGrant, User
from people.permissions import MATRIX, areas_of, grants_of, has_right, has_role, signed_in
from tests.factories import make

RIGHTS = {
    Role.VOLUNTEER: {"submit_report", "take_assignment", "take_part", "write_posts"},
    Role.MANAGER: {"keep_safety", "see_outings", "see_volunteers", "check_identities", "manage_organisation"}
    | {"organise", "write_posts", "write_news"},
    Role.OFFICER: {"see_outings", "see_exact_places", "edit_sites", "review_reports", "handle_cases", "see_coverage"}
    | {"hand_in_statements", "suspend_areas", "keep_channels", "write_posts", "moderate", "see_alerts"}
    | {"decide_transfers", "keep_partners", "keep_rewards", "see_ledger", "organise"},
    Role.PLANNER: {"see_exact_places", "see_coverage", "suspend_areas", "make_plans", "see_volunteers", "write_posts"},
    Role.ADMINISTRATOR: set(MATRIX) - {"submit_report", "take_assignment", "take_part"},
}


def again(person: User) -> User:
    """Return the person as the next request would meet them."""
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("role", Role)
def test_role_gives_its_rights_and_no_other(role: Role, stranger: User) -> None:
    make.grant(stranger, role, "110101")
    assert {right for right in MATRIX if has_right(stranger, right)} == RIGHTS[role]


def test_stranger_holds_no_right(stranger: User) -> None:
    assert {right for right in MATRIX if has_right(stranger, right)} == set()


@pytest.mark.parametrize(
    ("held", "asked", "answer"),
    [
        ("", "110101", True),
        ("11", "110101", True),
        ("1101", "110101", True),
        ("110101", "110101", True),
        ("110101", "110101001", True),
        ("110101", "110105", False),
        ("11", "120101", False),
        ("110101", "11", False),
        ("11", "", False),
        ("", "", True),
    ],
)
def test_right_covers_all_below_its_area(held: str, asked: str, answer: bool, stranger: User) -> None:  # noqa: FBT001
    make.grant(stranger, Role.OFFICER, held)
    assert has_right(stranger, "review_reports", area=asked) is answer


def test_right_is_held_in_every_area_granted(stranger: User) -> None:
    for role, area in ((Role.OFFICER, "110105"), (Role.OFFICER, "110101"), (Role.PLANNER, "12")):
        make.grant(stranger, role, area)
    assert areas_of(stranger, "review_reports") == ("110101", "110105")
    assert areas_of(stranger, "see_coverage") == ("110101", "110105", "12")
    assert areas_of(stranger, "make_plans") == ("12",)


def test_right_held_everywhere_swallows_the_parts(stranger: User) -> None:
    make.grant(stranger, Role.OFFICER, "110101")
    make.grant(stranger, Role.ADMINISTRATOR)
    assert areas_of(stranger, "review_reports") == ("",)


def test_revoked_grant_counts_no_more(officer: User) -> None:
    assert has_right(officer, "review_reports", area="110101")
    RoleGrant.objects.filter(user=officer).update(revoked_at=make.NOW)
    assert (areas_of(again(officer), "review_reports"), has_role(again(officer), Role.OFFICER)) == ((), False)


def test_inactive_person_holds_nothing(officer: User) -> None:
    officer.is_active = False
    assert (areas_of(officer, "review_reports"), has_role(officer, Role.OFFICER)) == ((), False)


def test_nobody_holds_nothing() -> None:
    nobody = AnonymousUser()
    assert areas_of(nobody, "see_exact_places") == ()
    assert has_right(nobody, "see_exact_places", area="") is False
    assert has_role(nobody, Role.OFFICER) is False


def test_operator_of_the_machine_holds_no_right_without_a_role(db: None) -> None:
    operator = User.objects.create_superuser("root@test.example", make.PASSWORD)
    assert {right for right in MATRIX if has_right(operator, right)} == set()


def test_unknown_right_is_a_mistake_of_ours(officer: User) -> None:
    with pytest.raises(KeyError):
        has_right(officer, "fly")


def test_grants_are_read_once_per_request(officer: User, django_assert_num_queries: object) -> None:
    person = again(officer)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert grants_of(person) == (("officer", "110101"),)
        assert has_right(person, "review_reports", area="110101")
        assert has_role(person, Role.PLANNER) is False


def test_signed_in_returns_the_person_and_refuses_nobody(officer: User) -> None:
    request = RequestFactory().get("/")
    request.user = officer
    assert signed_in(request) == officer
    request.user = AnonymousUser()
    with pytest.raises(NotAllowed):
        signed_in(request)
