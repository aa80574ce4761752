"""A case's time runs out: its handler is reminded, then who stands above is told; each once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from patrol.actions.case_alarms import raise_case_alarms
from patrol.actions.case_people import assign_case
from patrol.models import Case, CaseAlarm
from people.models import Notice, Role, User
from sites.models import Site
from tests.factories import cased, make
from tests.factories.cased import NOW


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


@pytest.fixture
def superior(db: None) -> User:
    person = make.user("city@test.example")
    make.grant(person, Role.OFFICER, "11")
    return person


def told(kind: str) -> list[User]:
    return [notice.user for notice in Notice.objects.filter(kind=kind).select_related("user")]


def test_handler_is_reminded_before_the_time_and_once(case: Case, officer: User) -> None:
    assign_case(case=case, handler=officer, version=0, by=officer, at=NOW)
    # High priority: due after 24 hours, reminded four before.
    assert raise_case_alarms(at=NOW + timedelta(hours=19)) == 0
    assert raise_case_alarms(at=NOW + timedelta(hours=20)) == 1
    assert raise_case_alarms(at=NOW + timedelta(hours=30)) == 0
    assert told("case_due") == [officer]
    assert case.entries.get(kind="alarm").extra["told"] == ["officer"]


def test_officers_are_reminded_of_a_case_nobody_handles(case: Case, officer: User, superior: User) -> None:
    raise_case_alarms(at=NOW + timedelta(hours=20))
    assert sorted(person.email for person in told("case_due")) == ["city@test.example", "officer@test.example"]


def test_late_case_goes_to_who_stands_above_and_once(case: Case, officer: User, superior: User) -> None:
    assign_case(case=case, handler=officer, version=0, by=officer, at=NOW)
    assert raise_case_alarms(at=NOW + timedelta(hours=47)) == 1
    assert told("case_overdue") == []
    assert raise_case_alarms(at=NOW + timedelta(hours=48)) == 1
    assert raise_case_alarms(at=NOW + timedelta(days=9)) == 0
    assert told("case_overdue") == [superior]


def test_without_a_superior_the_administrators_are_told(case: Case, officer: User) -> None:
    administrator = make.user()
    make.grant(administrator, Role.ADMINISTRATOR)
    raise_case_alarms(at=NOW + timedelta(days=3))
    assert told("case_overdue") == [administrator]


def test_next_state_has_its_own_alarms_and_an_ended_case_none(case: Case, officer: User, superior: User) -> None:
    raise_case_alarms(at=NOW + timedelta(days=3))
    moved = cased.step(case, "told_owner", officer, days=3)
    assert raise_case_alarms(at=NOW + timedelta(days=3, hours=1)) == 0
    assert moved.due_at is not None
    assert raise_case_alarms(at=moved.due_at) == 1
    cased.step(case, "dismissed", officer, days=7)
    assert raise_case_alarms(at=NOW + timedelta(days=90)) == 0


def test_alarm_is_given_once_by_the_wall(case: Case) -> None:
    once = {"case": case, "step": 1, "state": "found", "due_at": NOW, "raised_at": NOW, "told": 0}
    CaseAlarm.objects.create(**once)
    with pytest.raises(IntegrityError, match="case_alarm_once"), transaction.atomic():
        CaseAlarm.objects.create(**once)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseAlarm.objects.update(told=9)
