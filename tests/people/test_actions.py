from datetime import timedelta

import pytest

from core.errors import NotAllowed
from core.models import AuditEntry
from people.actions import change_profile, grant_role, mark_notices_read, notify, revoke_role
from people.errors import AreaUnknown
from people.models import Notice, Role, RoleGrant, User, Volunteer
from people.permissions import areas_of
from tests.factories import make

LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def administrator(db: None) -> User:
    person = make.user("administrator@test.example")
    make.grant(person, Role.ADMINISTRATOR, "11")
    return person


def audited() -> list[tuple[str, str, object]]:
    return [(entry.verb, entry.target, entry.by_id) for entry in AuditEntry.objects.order_by("at", "id")]


def test_notify_tells_each(volunteer: User, officer: User) -> None:
    notify(users=[volunteer, officer], kind="report_to_review", params={"site": "钟楼"}, url="/desk/", at=make.NOW)
    told = Notice.objects.values_list("user", "kind", "params", "url", "created_at", "read_at")
    expected = ("report_to_review", {"site": "钟楼"}, "/desk/", make.NOW, None)
    assert set(told.values_list("user", flat=True)) == {volunteer.pk, officer.pk}
    assert [tuple(row)[1:] for row in told] == [expected, expected]


def test_notify_nobody_tells_nobody(db: None) -> None:
    notify(users=[], kind="report_to_review", params={}, url="", at=make.NOW)
    assert Notice.objects.count() == 0


def test_mark_notices_read_marks_ones_own_once(volunteer: User, officer: User) -> None:
    notify(users=[volunteer, volunteer, officer], kind="assigned", params={}, url="", at=make.NOW)
    assert mark_notices_read(by=volunteer, at=LATER) == 2
    assert mark_notices_read(by=volunteer, at=LATER + timedelta(hours=1)) == 0
    assert set(Notice.objects.filter(user=volunteer).values_list("read_at", flat=True)) == {LATER}
    assert Notice.objects.get(user=officer).read_at is None


def test_change_profile_stores_and_says_that_it_changed(volunteer: User) -> None:
    person = change_profile(user=volunteer, name="林晓", phone="13800000000", by=volunteer, at=LATER)
    volunteer.refresh_from_db()
    assert person == volunteer
    assert (volunteer.name, volunteer.phone) == ("林晓", "13800000000")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target_id, entry.by_id, entry.at) == (
        "change_profile",
        str(volunteer.pk),
        volunteer.pk,
        LATER,
    )
    # Names and numbers are nobody's business in the trail, which is kept for ever.
    assert entry.change == {"has_new_name": True, "has_phone": True}


def test_change_profile_of_somebody_else_is_refused(volunteer: User, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        change_profile(user=volunteer, name="别人", phone="", by=administrator, at=LATER)
    volunteer.refresh_from_db()
    assert (volunteer.name, AuditEntry.objects.count()) == ("volunteer", 0)


def test_grant_role_by_an_administrator_in_the_area_is_audited(stranger: User, administrator: User) -> None:
    assert grant_role(user=stranger, role=Role.OFFICER, area="110101", by=administrator, at=LATER)
    grant = RoleGrant.objects.get(user=stranger)
    assert (grant.granted_by, grant.granted_at, grant.revoked_at) == (administrator, LATER, None)
    assert areas_of(User.objects.get(pk=stranger.pk), "review_reports") == ("110101",)
    assert audited() == [("grant_role", "people.RoleGrant", administrator.pk)]
    assert AuditEntry.objects.get().change == {"user": str(stranger.pk), "role": "officer", "area": "110101"}


def test_grant_role_held_already_changes_nothing(stranger: User, administrator: User) -> None:
    for expected in (True, False):
        given = grant_role(user=stranger, role=Role.OFFICER, area="110101", by=administrator, at=LATER)
        assert given is expected
    assert (RoleGrant.objects.filter(user=stranger).count(), len(audited())) == (1, 1)


@pytest.mark.parametrize("area", ["", "12", "120101", "1"])
def test_grant_role_outside_the_administrators_area_is_refused(area: str, stranger: User, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        grant_role(user=stranger, role=Role.OFFICER, area=area, by=administrator, at=LATER)
    assert (RoleGrant.objects.filter(user=stranger).count(), audited()) == (0, [])


def test_grant_role_by_others_is_refused(stranger: User, officer: User, planner: User, volunteer: User) -> None:
    for person in (officer, planner, volunteer, stranger):
        with pytest.raises(NotAllowed):
            grant_role(user=stranger, role=Role.ADMINISTRATOR, area="110101", by=person, at=LATER)
    assert RoleGrant.objects.filter(user=stranger).count() == 0


@pytest.mark.parametrize("area", ["110", "11010", "11 ", "1101\n", "१११११०", "11010100100100"])
def test_grant_role_for_no_division_code_is_refused(area: str, stranger: User) -> None:
    with pytest.raises(AreaUnknown):
        grant_role(user=stranger, role=Role.OFFICER, area=area, by=None, at=LATER)


def test_grant_role_of_a_volunteer_keeps_the_profile_there_is(volunteer: User) -> None:
    number = volunteer.volunteer.number
    grant_role(user=volunteer, role=Role.VOLUNTEER, area="110101", by=None, at=LATER)
    assert Volunteer.objects.get(user=volunteer).number == number


def test_revoke_role_ends_it_and_is_audited(stranger: User, administrator: User) -> None:
    grant_role(user=stranger, role=Role.OFFICER, area="110101", by=administrator, at=make.NOW)
    assert revoke_role(user=stranger, role=Role.OFFICER, area="110101", by=administrator, at=LATER)
    assert RoleGrant.objects.get(user=stranger).revoked_at == LATER
    assert [verb for verb, _target, _by in audited()] == ["grant_role", "revoke_role"]


def test_revoke_role_that_was_not_held_changes_nothing(stranger: User, administrator: User) -> None:
    assert not revoke_role(user=stranger, role=Role.OFFICER, area="110101", by=administrator, at=LATER)
    assert audited() == []


def test_revoke_role_by_others_is_refused(officer: User, planner: User) -> None:
    with pytest.raises(NotAllowed):
        revoke_role(user=officer, role=Role.OFFICER, area="110101", by=planner, at=LATER)
    assert RoleGrant.objects.get(user=officer).revoked_at is None
