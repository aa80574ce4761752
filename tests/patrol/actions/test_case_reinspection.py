"""Who is asked to look again, and what they get."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, Stale
from patrol.actions.reinspection import ask_reinspection
from patrol.errors import NotAVolunteer, StepNotPossible
from patrol.errors.cases import DatesWrong, ReinspectorReported, VisitHeld
from patrol.models import Assignment, Case, Reinspection
from people.models import Notice, User
from sites.models import PlaceGrant, Site
from tests.factories import cased, make
from tests.factories.cased import NOW

DAY = NOW.date()


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


def ask(case: Case, person: User, officer: User, *, version: int = 0, days: int = 7) -> Reinspection:
    do_by = DAY + timedelta(days=days)
    return ask_reinspection(case=case, volunteer=person, do_by=do_by, version=version, by=officer, at=NOW)


def test_volunteer_gets_the_visit_the_place_and_a_notice(case: Case, officer: User) -> None:
    other = make.volunteer()
    asked = ask(case, other, officer)
    case.refresh_from_db()
    assert (case.state, case.handler, asked.ended_at) == ("reinspection", officer, None)
    visit = asked.assignment
    assert (visit.origin, visit.status, visit.volunteer, visit.made_by) == ("case", "open", other, officer)
    # The end of the seventh day in Shanghai.
    assert case.due_at == (NOW + timedelta(days=7)).replace(hour=16)
    assert PlaceGrant.objects.get(site=case.site, user=other).until == case.due_at
    assert Notice.objects.get(user=other).kind == "reinspection_asked"


def test_reporter_is_refused_by_the_action_and_by_the_wall(case: Case, officer: User, volunteer: User) -> None:
    with pytest.raises(ReinspectorReported):
        ask(case, volunteer, officer)
    visit = Assignment.objects.create(
        site=case.site, volunteer=volunteer, origin="case", made_by=officer, made_at=NOW, do_by=DAY
    )
    with pytest.raises(IntegrityError, match="reinspection_by_another"), transaction.atomic():
        Reinspection.objects.create(case=case, volunteer=volunteer, assignment=visit, asked_at=NOW, asked_by=officer)


def test_another_is_asked_instead_and_the_first_visit_is_taken_back(case: Case, officer: User) -> None:
    first, second = make.volunteer(), make.volunteer()
    ask(case, first, officer)
    ask(case, second, officer, version=1)
    told = case.reinspections.order_by("asked_at", "id").values_list("volunteer", "outcome", "assignment__status")
    assert list(told) == [(first.pk, "cancelled", "released"), (second.pk, "", "open")]


def test_open_visit_of_the_same_person_is_used(case: Case, officer: User) -> None:
    other = make.volunteer()
    visit = Assignment.objects.create(
        site=case.site, volunteer=other, origin="taken", made_by=other, made_at=NOW, do_by=DAY
    )
    assert ask(case, other, officer).assignment == visit


def test_open_visit_of_somebody_else_is_left_to_them(case: Case, officer: User) -> None:
    goer = make.volunteer()
    Assignment.objects.create(site=case.site, volunteer=goer, origin="taken", made_by=goer, made_at=NOW, do_by=DAY)
    with pytest.raises(VisitHeld) as refusal:
        ask(case, make.volunteer(), officer)
    assert refusal.value.extra == {"person": str(goer)}


def test_asking_refuses_what_cannot_be(case: Case, officer: User, volunteer: User, stranger: User) -> None:
    other = make.volunteer()
    with pytest.raises(NotAVolunteer):
        ask(case, stranger, officer)
    with pytest.raises(DatesWrong):
        ask(case, other, officer, days=-1)
    with pytest.raises(Stale):
        ask(case, other, officer, version=5)
    for person in (volunteer, stranger):
        with pytest.raises(NotAllowed):
            ask(case, other, person)
    cased.step(case, "dismissed", officer)
    with pytest.raises(StepNotPossible):
        ask(case, other, officer, version=1)
    assert Reinspection.objects.count() == 0


def test_closed_only_through_the_wall(case: Case, officer: User) -> None:
    other = make.volunteer()
    for prepare in (
        lambda: None,
        lambda: cased.asked(case, officer, other),
        lambda: cased.looked(case, other, officer),
    ):
        prepare()
        with pytest.raises(IntegrityError, match="case_closed_by_reinspection"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(state="closed", closed_at=NOW)
    assert cased.step(case, "closed", officer, days=3).state == "closed"


def test_what_was_asked_stays_and_one_runs_at_a_time(case: Case, officer: User) -> None:
    asked = ask(case, make.volunteer(), officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reinspection.objects.filter(pk=asked.pk).update(asked_at=NOW - timedelta(days=9))
    with pytest.raises(IntegrityError, match="reinspection_one_running"), transaction.atomic():
        Reinspection.objects.create(
            case=case, volunteer=make.volunteer(), assignment=asked.assignment, asked_at=NOW, asked_by=officer
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.delete()
