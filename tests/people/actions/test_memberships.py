"""Members: from the first word to the last, and lists of them."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, NotFound
from people.actions.memberships import apply_to_join, invite, move_membership
from people.errors import MembershipMoves
from people.logic.membership import ACTS
from people.models import Membership, Organisation, User, Volunteer
from people.permissions import has_role
from tests.conftest import signed_in
from tests.factories import joined, make


@pytest.fixture
def team(db: None) -> Organisation:
    return make.organisation(kind="team")


@pytest.fixture
def head(team: Organisation) -> User:
    return joined.manager(team)


def move(membership: Membership, act: str, by: User) -> Membership:
    return move_membership(membership_id=membership.pk, act=act, by=User.objects.get(pk=by.pk), at=make.NOW)


def test_who_applies_and_is_taken_is_a_volunteer(team: Organisation, head: User, stranger: User) -> None:
    asked = apply_to_join(organisation=team, words="我住在钟楼旁", by=stranger, at=make.NOW)
    assert apply_to_join(organisation=team, words="", by=stranger, at=make.NOW) == asked
    assert [one.kind for one in head.notices.all()] == ["member_applied"]
    assert move(asked, "accept", head).state == "active"
    assert Volunteer.objects.get(user=stranger).organisation == team
    assert has_role(User.objects.get(pk=stranger.pk), "volunteer")  # type: ignore[arg-type]
    assert stranger.notices.get().kind == "member_moved"


def test_invited_says_yes_themselves(team: Organisation, head: User, stranger: User) -> None:
    asked = invite(organisation=team, person=stranger, by=head, at=make.NOW)
    with pytest.raises(NotAllowed):
        move(asked, "join", head)
    assert move(asked, "join", stranger).state == "active"


def test_suspended_rests_and_who_leaves_is_of_none(team: Organisation, head: User) -> None:
    person = make.volunteer(organisation=team)
    member = joined.membership(person, team)
    move(member, "suspend", head)
    assert not Volunteer.objects.get(user=person).is_active
    move(member, "restore", head)
    assert Volunteer.objects.get(user=person).is_active
    move(member, "leave", person)
    assert Volunteer.objects.get(user=person).organisation is None
    again = apply_to_join(organisation=team, words="", by=person, at=make.NOW)
    assert again.pk != member.pk


def test_nobody_decides_about_themselves_nor_elsewhere(team: Organisation, head: User, stranger: User) -> None:
    own = joined.membership(head, team, "applied", joined_at=None)
    asked = joined.membership(stranger, team, "applied", joined_at=None)
    for by, one in ((head, own), (joined.manager(make.organisation()), asked), (stranger, asked)):
        with pytest.raises(NotAllowed):
            move(one, "accept", by)
    with pytest.raises(MembershipMoves):
        move(asked, "suspend", head)
    with pytest.raises(NotAllowed):
        invite(organisation=team, person=head, by=stranger, at=make.NOW)


def test_closed_door_takes_nobody(team: Organisation, stranger: User) -> None:
    Organisation.objects.filter(pk=team.pk).update(is_recruiting=False)
    with pytest.raises(NotFound):
        apply_to_join(organisation=Organisation.objects.get(pk=team.pk), words="", by=stranger, at=make.NOW)


@pytest.mark.parametrize("start", Membership.State.values)
def test_database_knows_the_same_moves(start: str, team: Organisation) -> None:
    may = {end for starts, end, _who in ACTS.values() if start in starts} | {start}
    for end in Membership.State.values:
        one = Membership.objects.filter(pk=joined.membership(make.user(), team, start).pk)
        if end in may:
            one.update(state=end)
            continue
        with pytest.raises(IntegrityError, match="does not go from"), transaction.atomic():
            one.update(state=end)


def test_one_running_membership_and_it_says_since_when(team: Organisation, stranger: User) -> None:
    joined.membership(stranger, team)
    with pytest.raises(IntegrityError, match="membership_one_running"), transaction.atomic():
        joined.membership(stranger, team, "applied")
    with pytest.raises(IntegrityError, match="membership_active_says_since_when"), transaction.atomic():
        Membership.objects.update(joined_at=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_members_page_asks_the_same_for_one_and_three(
    rows: int, team: Organisation, head: User, django_assert_num_queries: object
) -> None:
    for _row in range(rows):
        joined.membership(make.volunteer(organisation=team), team)
    client = signed_in(head)
    client.get(f"/organisations/{team.code}/members/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        assert len(client.get(f"/organisations/{team.code}/members/").context["rows"]) == rows
