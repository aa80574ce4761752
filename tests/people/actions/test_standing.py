"""An organisation is moved, closed and opened again: what goes along, what ends, what stays, and who may."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import NotAllowed
from core.models import AuditEntry
from patrol.models import Campaign
from people.actions.closing import close_organisation, hand_over_running, reopen_organisation
from people.actions.memberships import apply_to_join
from people.actions.organisations import place_organisation
from people.errors import OrganisationMoved, OrganisationStillRuns, OrganisationUnfit
from people.logic.areas import area_below
from people.models import Membership, Organisation, Role, RoleGrant, User, Volunteer
from people.permissions import can_manage
from people.queries.standing import closing_of, heirs_for, parents_for, placing_of
from service.actions.activities import add_shift, begin_and_finish, publish_activity
from service.actions.attendance import confirm_service
from service.models import Activity, Shift
from tests.conftest import signed_in
from tests.factories import joined, make
from tests.service import needed
from timebank.models import ServiceRecord


@pytest.fixture
def federation(db: None) -> Organisation:
    return make.organisation(kind="federation", name_zh="联合会", area="11")


@pytest.fixture
def body(federation: Organisation) -> Organisation:
    return make.organisation(parent=federation, area="110101")


@pytest.fixture
def head(federation: Organisation) -> User:
    return joined.manager(federation)


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def area_of(person: User) -> list[str]:
    held = RoleGrant.objects.filter(user=person, role=Role.MANAGER, revoked_at=None)
    return list(held.order_by("area").values_list("area", flat=True))


@pytest.mark.parametrize(
    ("area", "own", "above", "becomes"),
    [
        ("110101", "110101", "11", "110101"),
        ("", "110101", "11", ""),
        ("11", "", "110101", "11"),
        ("110101", "110101", "", "110101"),
        ("110101", "120101", "12", "120101"),
        ("110101", "110101", "12", "12"),
    ],
)
def test_area_below(area: str, own: str, above: str, becomes: str) -> None:
    assert area_below(area, own=own, above=above) == becomes


def test_move_takes_members_along_and_sets_areas_right(federation: Organisation, body: Organisation) -> None:
    away = make.organisation(kind="federation", area="12")
    above, there = joined.manager(federation), joined.manager(away)
    RoleGrant.objects.create(user=above, role=Role.MANAGER, organisation=away, granted_at=make.NOW)
    keeper, everywhere, member = joined.manager(body), joined.manager(body), make.volunteer(organisation=body)
    RoleGrant.objects.filter(user=keeper).update(area="110101")
    joined.membership(member, body)
    team = make.organisation(kind="team", parent=body)
    effect = placing_of(body, away)
    assert (effect.teams, effect.members, effect.managers, effect.is_outside) == (1, 1, 2, True)
    assert [(one.grant.user, one.area) for one in effect.new_areas] == [(keeper, "12")]
    assert (effect.until_now, effect.from_now) == ([], [there])
    for _twice in range(2):
        place_organisation(organisation=body, parent=away, by=above, at=make.NOW)
    assert (area_of(keeper), area_of(everywhere)) == (["12"], [""])
    assert Membership.objects.get(user=member).state == "active"
    assert (can_manage(again(there), team), can_manage(again(keeper), team)) == (True, True)
    [entry] = AuditEntry.objects.filter(verb="place_organisation")
    assert entry.change["areas"] == [[str(keeper.pk), "110101", "12"]]
    assert there.notices.get().kind == "organisation_placed"


def test_only_who_stands_above_both_moves(federation: Organisation, body: Organisation, head: User) -> None:
    own, away = joined.manager(body), make.organisation(kind="federation")
    for by, parent in ((own, None), (head, away), (make.user(), federation)):
        with pytest.raises(NotAllowed):
            place_organisation(organisation=body, parent=parent, by=by, at=make.NOW)
    assert list(parents_for(head, body)) == [federation]
    place_organisation(organisation=body, parent=None, by=head, at=make.NOW)
    assert not can_manage(again(head), body)
    closed = make.closed(kind="federation")
    boss = make.user()
    make.grant(boss, Role.ADMINISTRATOR)
    with pytest.raises(OrganisationUnfit):
        place_organisation(organisation=body, parent=closed, by=boss, at=make.NOW)


def test_closing_ends_members_and_offices_and_keeps_what_was_served(body: Organisation, head: User) -> None:
    other = make.organisation()
    member, wisher, keeper = make.volunteer(organisation=body), make.user(), joined.manager(body)
    for organisation in (body, other):
        joined.membership(member, organisation)
    joined.membership(wisher, body, "applied", joined_at=None)
    now = timezone.now()
    came = needed.present(needed.shift(needed.activity(keeper, organisation=body)), member, keeper)
    begin_and_finish(at=now)
    assert [one.n for one in closing_of(body, at=now).running] == [1]
    confirm_service(application=came, by=head, at=now)
    hours = ServiceRecord.objects.get(source=f"shift:{came.pk}")
    effect = closing_of(body, at=now)
    assert (effect.members, effect.asked, effect.managers, effect.is_possible) == (1, 1, 1, True)
    close_organisation(organisation=body, why="并入联合会。", by=head, at=now)
    states = dict(Membership.objects.filter(organisation=body).values_list("user", "state"))
    assert states == {member.pk: "left", wisher.pk: "refused"}
    assert Membership.objects.get(organisation=body, user=member).changed_at == now
    assert Volunteer.objects.get(pk=member.pk).organisation == other
    assert (can_manage(again(keeper), body), can_manage(again(head), body)) == (False, True)
    assert ServiceRecord.objects.get(pk=hours.pk).organisation_name == body.name
    assert {
        one.kind for person in (member, wisher, keeper) for one in person.notices.filter(kind__startswith="org")
    } == {"organisation_closed"}
    with pytest.raises(OrganisationMoved):
        close_organisation(organisation=body, why="?", by=head, at=now)


def test_reopened_it_has_its_managers_and_invites_its_last_members(body: Organisation, head: User) -> None:
    keeper, member, earlier = joined.manager(body), make.volunteer(organisation=body), make.user()
    joined.membership(member, body)
    joined.membership(earlier, body, "left")
    now = timezone.now()
    close_organisation(organisation=body, why="人手不足。", by=head, at=now)
    opened = reopen_organisation(organisation=body, invites=True, by=head, at=now + timedelta(days=3))
    assert (opened.state, opened.closed_at, opened.closed_why) == ("active", None, "")
    assert can_manage(again(keeper), body)
    running = Membership.objects.filter(organisation=body).exclude(state__in=("left", "refused"))
    assert list(running.values_list("user", "state")) == [(member.pk, "invited")]
    with pytest.raises(OrganisationMoved):
        reopen_organisation(organisation=body, invites=False, by=head, at=now)


def test_what_runs_is_ended_or_handed_over_first(federation: Organisation, body: Organisation, head: User) -> None:
    heir, now = make.organisation(parent=federation), timezone.now()
    need = needed.activity(joined.manager(body), organisation=body)
    needed.shift(need, starts_at=now + timedelta(days=2), at=now)
    Campaign.objects.create(code="C", name_zh="春季", organisation=body, starts_on="2020-01-01", ends_on="2999-01-01")
    team = make.organisation(kind="team", parent=body)
    effect = closing_of(body, at=now)
    assert ([one.n for one in effect.running], effect.teams) == ([1, 1], [team])
    with pytest.raises(OrganisationStillRuns):
        close_organisation(organisation=body, why="?", by=head, at=now)
    with pytest.raises(NotAllowed):
        hand_over_running(organisation=body, to=make.organisation(), by=head, at=now)
    assert heir in heirs_for(head, body)
    assert hand_over_running(organisation=body, to=heir, by=head, at=now) == 2
    assert hand_over_running(organisation=body, to=heir, by=head, at=now) == 0
    assert (Activity.objects.get().organisation, Campaign.objects.get(code="C").organisation) == (heir, heir)
    place_organisation(organisation=team, parent=heir, by=head, at=now)
    close_organisation(organisation=body, why="并入。", by=head, at=now)


def test_nothing_begins_in_a_closed_one(body: Organisation, head: User) -> None:
    now, keeper = timezone.now(), joined.manager(body)
    draft = needed.activity(keeper, organisation=body)
    Shift.objects.create(
        activity=draft, starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=1), quota=1
    )
    close_organisation(organisation=body, why="停办。", by=head, at=now)
    with pytest.raises(OrganisationMoved):
        publish_activity(activity=draft, by=head, at=now)
    with pytest.raises(OrganisationMoved):
        add_shift(activity=draft, starts_at=now + timedelta(days=3), ends_at=now + timedelta(days=3, hours=1), quota=1, by=head, at=now)  # fmt: skip
    begin_and_finish(at=now + timedelta(days=2, minutes=1))
    walls: dict[str, Any] = {
        "nothing begins": lambda: joined.membership(make.user(), body),
        "nothing  begins": lambda: joined.manager(body),
        "below a closed": lambda: make.organisation(kind="team", parent=body),
        "publishes nothing": lambda: Activity.objects.filter(pk=draft.pk).update(state="published", published_at=now),
        "does not go from": lambda: Organisation.objects.filter(pk=body.pk).update(state="waiting"),
    }
    for words, act in walls.items():
        with pytest.raises(IntegrityError, match=words.replace("  ", " ")), transaction.atomic():
            act()
    open_one = make.organisation()
    joined.membership(make.user(), open_one)
    with pytest.raises(IntegrityError, match="has members"), transaction.atomic():
        Organisation.objects.filter(pk=open_one.pk).update(state="closed", closed_at=now, closed_why="?")


def test_pages_show_the_effect_then_do_it(federation: Organisation, body: Organisation, head: User) -> None:
    other, client, page = make.organisation(kind="federation"), signed_in(head), f"/organisations/{body.code}/"
    RoleGrant.objects.create(user=head, role=Role.MANAGER, organisation=other, granted_at=make.NOW)
    assert client.get(f"{page}place/").context["effect"] is None
    assert client.get(f"{page}place/?parent={other.pk}").context["effect"].members == 0
    assert client.get(f"{page}place/?parent={federation.pk}").context["is_same"]
    assert client.post(f"{page}place/", {"parent": make.organisation().pk}).status_code == 422
    assert client.post(f"{page}place/", {"parent": other.pk}).status_code == 302
    assert client.post(f"{page}close/", {"why": "停办。"}).status_code == 422
    for _twice in range(2):
        assert client.post(f"{page}close/", {"why": "停办。", "is_meant": "on"}).status_code == 302
    for reader in (client, signed_in(make.user())):
        assert "停办。" in reader.get(page).text
    assert body.code not in client.get("/organisations/").text
    assert body.code in client.get("/organisations/?closed").text
    assert signed_in(make.user()).post(f"{page}reopen/").status_code == 403
    client.post(f"{page}reopen/")
    body.refresh_from_db()
    assert body.state == "active"


def test_joining_while_it_closes_is_refused_or_ended(committed_db: None) -> None:
    federation = make.organisation(kind="federation")
    body, head, people = (
        make.organisation(parent=federation),
        joined.manager(federation),
        [make.user() for _ in range(6)],
    )
    start, odd = threading.Barrier(len(people) + 1), list[Exception]()

    def do(act: Any, *refused: type[Exception]) -> None:
        start.wait()
        try:
            act()
        except refused:
            pass
        except Exception as error:
            odd.append(error)
        finally:
            connection.close()

    def apply(person: User) -> Any:
        return lambda: apply_to_join(organisation=body, words="", by=person, at=make.NOW)

    jobs = [(apply(one), OrganisationMoved) for one in people]
    jobs.append((lambda: close_organisation(organisation=body, why="停办。", by=head, at=make.NOW), OrganisationMoved))
    threads = [threading.Thread(target=do, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    body.refresh_from_db()
    open_wishes = Membership.objects.filter(organisation=body, state="applied").count()
    assert (odd, body.state, open_wishes) == ([], "closed", 0)
