"""Organisations: how they stand above each other, how they come to be, who keeps them."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import NotAllowed
from people.actions.organisations import (
    appoint_manager,
    change_organisation,
    place_organisation,
    register_organisation,
    review_organisation,
)
from people.errors import OrganisationReviewed, OrganisationUnfit
from people.models import Organisation, Role, RoleGrant, User
from people.permissions import can_keep_safety, can_manage, managed_by
from people.queries.organisations import counts_of, organisations_below
from tests.conftest import signed_in
from tests.factories import joined, make


@pytest.fixture
def federation(db: None) -> Organisation:
    return make.organisation(kind="federation", name_zh="联合会")


@pytest.fixture
def body(federation: Organisation) -> Organisation:
    return make.organisation(parent=federation)


@pytest.fixture
def team(body: Organisation) -> Organisation:
    return make.organisation(kind="team", parent=body)


@pytest.fixture
def administrator(db: None) -> User:
    person = make.user()
    make.grant(person, Role.ADMINISTRATOR)
    return person


def register(by: User, parent: Organisation | None = None, kind: str = "team") -> Organisation:
    values = {"kind": kind, "name_zh": "新队", "about": "守护古塔", "contact": "office@example.org"}
    return register_organisation(values=values, parent=parent, by=by, at=make.NOW)


def test_manager_keeps_all_that_stands_below(federation: Organisation, body: Organisation, team: Organisation) -> None:
    head = joined.manager(federation)
    assert managed_by(head) == {federation.pk, body.pk, team.pk}
    assert can_manage(head, team)
    assert can_keep_safety(head, make.volunteer(organisation=team).volunteer)
    assert not can_manage(joined.manager(team), body)
    assert set(organisations_below(body)) == {body.pk, team.pk}


def test_nobody_stands_below_themselves(federation: Organisation, body: Organisation, team: Organisation) -> None:
    head = joined.manager(federation)
    small = make.organisation(kind="team", parent=team)
    with pytest.raises(OrganisationUnfit):
        place_organisation(organisation=team, parent=small, by=head, at=make.NOW)
    with pytest.raises(OrganisationUnfit):
        place_organisation(organisation=body, parent=team, by=head, at=make.NOW)
    with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
        Organisation.objects.filter(pk=team.pk).update(parent=small)
    with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
        Organisation.objects.filter(pk=federation.pk).update(parent=federation)
    with pytest.raises(IntegrityError, match="a federation stands below"), transaction.atomic():
        Organisation.objects.filter(pk=team.pk, kind="team").update(kind="federation")
        Organisation.objects.filter(pk=small.pk).update(kind="federation", parent=make.organisation(kind="team"))
    place_organisation(organisation=small, parent=body, by=head, at=make.NOW)


def test_two_moves_at_once_make_no_circle(committed_db: None) -> None:
    one, other = make.organisation(), make.organisation()
    refused: list[Exception] = []
    start = threading.Barrier(2)

    def put(below: Organisation, above: Organisation) -> None:
        start.wait()
        try:
            with transaction.atomic():
                Organisation.objects.filter(pk=below.pk).update(parent=above)
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1


def test_registration_is_reviewed_by_another(stranger: User, administrator: User, federation: Organisation) -> None:
    asked = register(stranger, federation)
    assert administrator.notices.count() == 1
    with pytest.raises(NotAllowed):
        review_organisation(organisation_id=asked.pk, is_accepted=True, words="", by=stranger, at=make.NOW)
    done = review_organisation(organisation_id=asked.pk, is_accepted=True, words="", by=administrator, at=make.NOW)
    assert (done.state, can_manage(User.objects.get(pk=stranger.pk), done)) == ("active", True)
    with pytest.raises(OrganisationReviewed):
        review_organisation(organisation_id=asked.pk, is_accepted=False, words="?", by=administrator, at=make.NOW)
    own = register(administrator)
    with pytest.raises(NotAllowed):
        review_organisation(organisation_id=own.pk, is_accepted=True, words="", by=administrator, at=make.NOW)
    with pytest.raises(IntegrityError, match="organisation_reviewed_by_another"), transaction.atomic():
        Organisation.objects.filter(pk=own.pk).update(reviewed_by=administrator)
    with pytest.raises(IntegrityError, match="organisation_refused_says_why"), transaction.atomic():
        Organisation.objects.filter(pk=own.pk).update(state="refused")


def test_larger_one_does_not_stand_below_a_team(stranger: User, team: Organisation) -> None:
    with pytest.raises(OrganisationUnfit):
        register(stranger, team, kind="federation")


def test_managers_have_areas_and_manage_several(team: Organisation, body: Organisation) -> None:
    head, member = joined.manager(body), make.volunteer(organisation=team)
    joined.membership(member, team)
    assert appoint_manager(organisation=team, person=member, area="110101", by=head, at=make.NOW)
    assert not appoint_manager(organisation=team, person=member, area="110101", by=head, at=make.NOW)
    assert appoint_manager(organisation=team, person=member, area="110105", by=head, at=make.NOW)
    assert RoleGrant.objects.filter(user=member, role="manager", organisation=team).count() == 2
    with pytest.raises(NotAllowed):
        appoint_manager(organisation=team, person=make.user(), area="", by=head, at=make.NOW)


def test_public_page_shows_what_managers_say(team: Organisation, stranger: User) -> None:
    head = joined.manager(team)
    change_organisation(organisation=team, values={"about": "每周六巡城墙", "contact": "010"}, by=head, at=make.NOW)
    page = signed_in(stranger).get(f"/organisations/{team.code}/")
    assert "每周六巡城墙" in page.content.decode()
    with pytest.raises(NotAllowed):
        change_organisation(organisation=team, values={"about": "?"}, by=stranger, at=make.NOW)
    waiting = make.organisation(state="waiting")
    assert signed_in(stranger).get(f"/organisations/{waiting.code}/").status_code == 404


def test_members_are_counted_once(body: Organisation, team: Organisation) -> None:
    person = make.volunteer()
    for one in (body, team):
        joined.membership(person, one)
    joined.membership(make.user(), team, "applied", joined_at=None)
    assert (counts_of(body).members, counts_of(body).applied) == (1, 1)
