"""Who handles a case and how urgent it is."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, Stale
from patrol.actions.case_measures import issue_order
from patrol.actions.case_people import assign_case, set_urgency
from patrol.errors import StepNotPossible
from patrol.errors.cases import HandlerUnfit
from patrol.models import Case
from people.models import Notice, Role, User
from sites.models import Site
from tests.factories import cased, make
from tests.factories.cased import NOW


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


@pytest.fixture
def colleague(db: None) -> User:
    person = make.user("colleague@test.example")
    make.grant(person, Role.OFFICER, "1101")
    return person


def notices(person: User) -> list[str]:
    return list(Notice.objects.filter(user=person).exclude(kind="case_opened").values_list("kind", flat=True))


def test_case_is_given_to_a_colleague_who_is_told(case: Case, officer: User, colleague: User) -> None:
    case = assign_case(case=case, handler=colleague, version=0, by=officer, at=NOW)
    assert (case.handler, case.version) == (colleague, 1)
    assert (notices(colleague), notices(officer)) == (["case_assigned"], [])


def test_case_is_taken_over_and_the_other_is_told(case: Case, officer: User, colleague: User) -> None:
    assign_case(case=case, handler=colleague, version=0, by=officer, at=NOW)
    assign_case(case=case, handler=officer, version=1, by=officer, at=NOW)
    assert (notices(colleague), notices(officer)) == (["case_assigned", "case_taken_over"], [])


def test_same_handler_again_changes_nothing(case: Case, officer: User) -> None:
    assign_case(case=case, handler=officer, version=0, by=officer, at=NOW)
    assign_case(case=case, handler=officer, version=1, by=officer, at=NOW)
    case.refresh_from_db()
    assert (case.version, case.entries.filter(kind="handler").count()) == (1, 1)


def test_step_gives_the_case_to_who_takes_it_unless_somebody_has_it(case: Case, officer: User, colleague: User) -> None:
    assert cased.step(case, "told_owner", officer).handler == officer
    assert cased.step(case, "reported", colleague).handler == officer


def test_handler_must_handle_cases_here(case: Case, officer: User, volunteer: User) -> None:
    far = make.user()
    make.grant(far, Role.OFFICER, "110115")
    for person in (volunteer, far):
        with pytest.raises(HandlerUnfit):
            assign_case(case=case, handler=person, version=0, by=officer, at=NOW)


def test_urgency_changes_priority_and_time(case: Case, officer: User) -> None:
    case = set_urgency(case=case, urgency=3, note="雨季", version=0, by=officer, at=NOW)
    assert (case.priority, case.due_at) == ("urgent", NOW + timedelta(hours=1))
    case = set_urgency(case=case, urgency=1, note="", version=1, by=officer, at=NOW)
    assert (case.priority, case.due_at) == ("normal", NOW + timedelta(hours=168))


def test_urgency_leaves_the_deadline_of_an_order(case: Case, officer: User) -> None:
    day = NOW.date()
    said = {"number": "1", "addressee": "甲", "demands": "修", "issued_on": day, "deadline_on": day}
    issue_order(case=case, version=0, by=officer, at=NOW, **said)  # type: ignore[arg-type]
    case.refresh_from_db()
    due_at = case.due_at
    case = set_urgency(case=case, urgency=3, note="", version=1, by=officer, at=NOW)
    assert (case.priority, case.due_at) == ("urgent", due_at)


def test_people_of_a_case_refuse_others_stale_pages_and_ended_cases(
    case: Case, officer: User, volunteer: User, stranger: User
) -> None:
    for person in (volunteer, stranger):
        with pytest.raises(NotAllowed):
            assign_case(case=case, handler=officer, version=0, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            set_urgency(case=case, urgency=3, note="", version=0, by=person, at=NOW)
    with pytest.raises(Stale):
        assign_case(case=case, handler=officer, version=9, by=officer, at=NOW)
    with pytest.raises(StepNotPossible):
        set_urgency(case=case, urgency=9, note="", version=0, by=officer, at=NOW)
    cased.step(case, "dismissed", officer)
    with pytest.raises(StepNotPossible):
        assign_case(case=case, handler=officer, version=1, by=officer, at=NOW)
