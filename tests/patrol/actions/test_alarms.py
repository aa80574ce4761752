"""Who is not back is looked for: each is told once, and then who stands above."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core.errors import NotFound
from core.models import AuditEntry
from patrol.actions.alarms import close_outing, raise_alarms
from patrol.models import LastPosition, Outing, OutingAlarm
from patrol.tasks import raise_due_alarms
from people.models import Notice, Organisation, Role, RoleGrant, User
from people.notices import sentence
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, walked

ID = make.uuid(1)
DUE = walked.STARTED + timedelta(hours=3)


def manager_of(team: Organisation) -> User:
    person = make.user()
    RoleGrant.objects.create(user=person, role=Role.MANAGER, organisation=team, granted_at=make.NOW)
    return person


@pytest.fixture
def federation(db: None) -> Organisation:
    return make.organisation()


@pytest.fixture
def walker(federation: Organisation) -> User:
    return make.volunteer(organisation=make.organisation(parent=federation))


@pytest.fixture
def outing(walker: User, site: Site) -> Outing:
    walked.put(signed_in(walker), ID, walked.said(site))
    Outing.objects.update(due_back_at=DUE)
    return Outing.objects.get()


def told(kind: str) -> set[object]:
    return set(Notice.objects.filter(kind=kind).values_list("user", flat=True))


def after(minutes: int) -> datetime:
    return DUE + timedelta(minutes=minutes)


def test_manager_and_officer_are_told_once(outing: Outing, walker: User, officer: User) -> None:
    manager = manager_of(walker.volunteer.organisation)
    manager_of(make.organisation())
    assert raise_alarms(at=after(14)) == 0
    assert [raise_alarms(at=after(15)), raise_alarms(at=after(15)), raise_alarms(at=after(40))] == [1, 0, 0]
    assert told("outing_overdue") == {manager.pk, officer.pk}
    assert told("outing_not_ended") == {walker.pk}
    assert Notice.objects.filter(kind="outing_overdue").count() == 2
    notice = Notice.objects.filter(user=manager).get()
    assert sentence(notice).startswith(f"{walker.name} 应在 15 分钟前返回")
    assert (notice.url, list(notice.params)) == ("/desk/outings/", ["name", "minutes"])


def test_later_those_above_are_told_once(outing: Outing, federation: Organisation, officer: User) -> None:
    above, administrator = manager_of(federation), make.user()
    make.grant(administrator, Role.ADMINISTRATOR)
    assert [raise_alarms(at=after(60)), raise_alarms(at=after(61))] == [2, 0]
    assert told("outing_still_overdue") == {above.pk, administrator.pk}
    assert list(OutingAlarm.objects.order_by("step").values_list("step", "told")) == [(1, 1), (2, 2)]
    assert AuditEntry.objects.filter(verb="raise_alarm", by=None).count() == 2


def test_who_stays_longer_is_expected_later(outing: Outing, walker: User, site: Site, officer: User) -> None:
    raise_alarms(at=after(15))
    later = (DUE + timedelta(hours=2)).isoformat()
    walked.put(signed_in(walker), ID, walked.said(site, revision=2, expected_return_at=later))
    assert raise_alarms(at=after(100)) == 0
    assert raise_alarms(at=after(135)) == 1
    assert OutingAlarm.objects.filter(step=1).count() == 2


def test_who_is_back_is_not_looked_for(outing: Outing, walker: User, site: Site) -> None:
    walked.put(signed_in(walker), ID, walked.said(site, revision=2, ended_at=DUE.isoformat()))
    assert raise_alarms(at=after(600)) == 0


def test_an_alarm_is_given_though_nobody_can_be_told(outing: Outing) -> None:
    assert raise_alarms(at=after(15)) == 1
    assert OutingAlarm.objects.get().told == 0


def test_the_task_does_it_by_itself(outing: Outing, officer: User) -> None:
    Outing.objects.update(due_back_at=timezone.now() - timedelta(minutes=20))
    raise_due_alarms(0)
    assert told("outing_overdue") == {officer.pk}


def test_closing_ends_the_outing_and_the_position(outing: Outing, officer: User) -> None:
    LastPosition.objects.create(outing=outing, geom="SRID=4326;POINT(116 40)", fix_at=make.NOW, received_at=make.NOW)
    closed = close_outing(outing=outing, by=officer, at=after(30))
    assert (closed.state, closed.closed_by, closed.ended_at) == ("closed", officer, after(30))
    assert (LastPosition.objects.count(), raise_alarms(at=after(600))) == (0, 0)
    assert close_outing(outing=outing, by=officer, at=after(40)).ended_at == after(30)
    assert AuditEntry.objects.filter(verb="close_outing").count() == 1


def test_phone_that_did_not_know_does_not_reopen_it(outing: Outing, officer: User, walker: User, site: Site) -> None:
    close_outing(outing=outing, by=officer, at=after(30))
    client = signed_in(walker)
    assert walked.put(client, ID, walked.said(site, revision=2)).json()["state"] == "closed"
    back = walked.put(client, ID, walked.said(site, revision=3, ended_at=DUE.isoformat()))
    assert (back.json()["state"], back.json()["ended_at"]) == ("back", "2026-06-01T14:00:00+08:00")


def test_nobody_else_closes_it(outing: Outing, planner: User) -> None:
    for person in (planner, manager_of(make.organisation())):
        with pytest.raises(NotFound):
            close_outing(outing=outing, by=person, at=after(30))
