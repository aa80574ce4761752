"""A case along its chain, until a re-inspection closes it."""

from datetime import timedelta

import pytest
from django.utils import translation

from core.errors import NotAllowed, Stale
from patrol.actions.cases import add_case_note, advance_case, open_case_for
from patrol.actions.review import accept_report
from patrol.errors import ReasonMissing, ReinspectionMissing, StepNotPossible
from patrol.models import Case
from people.models import Notice, User
from people.notices import in_both, sentence
from sites.models import Site
from tests.factories import make

NOW = make.NOW


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    report = make.report(volunteer, site, severity=3)
    return open_case_for(finding=report.findings.get(), at=NOW)


def step(case: Case, to: str, officer: User, *, days: int = 0) -> Case:
    case.refresh_from_db()
    return advance_case(case=case, to=to, note="", version=case.version, by=officer, at=NOW + timedelta(days=days))


def test_advance_case_writes_the_timeline_and_tells_the_reporter(case: Case, officer: User, volunteer: User) -> None:
    step(case, "reported", officer)
    assert list(case.entries.order_by("at", "id").values_list("state", flat=True)) == ["found", "reported"]
    notice = Notice.objects.filter(user=volunteer, kind="case_changed").get()
    assert notice.params["state"] == in_both(Case.State.REPORTED.label)
    with translation.override("en"):
        assert sentence(notice) == f"The case {case.number} at Bell Tower is now: reported to the authority."


def test_case_is_closed_by_anothers_reinspection(case: Case, officer: User, site: Site) -> None:
    step(case, "ordered", officer)
    step(case, "reinspection", officer, days=1)
    later = NOW + timedelta(days=2)
    proof = make.report(make.volunteer(), site, arrived_at=later - timedelta(hours=1), finished_at=later)
    accept_report(report=proof, version=0, by=officer, at=later)
    closed = step(case, "closed", officer, days=3)
    assert (closed.state, closed.closed_at) == ("closed", NOW + timedelta(days=3))
    assert case.entries.filter(state="closed").get().report == proof


def test_case_is_not_closed_without_reinspection(case: Case, officer: User) -> None:
    step(case, "reinspection", officer)
    with pytest.raises(ReinspectionMissing):
        step(case, "closed", officer)


def test_case_is_not_closed_by_the_reporter(case: Case, officer: User, volunteer: User, site: Site) -> None:
    step(case, "reinspection", officer)
    later = NOW + timedelta(days=2)
    own = make.report(volunteer, site, arrived_at=later - timedelta(hours=1), finished_at=later)
    accept_report(report=own, version=0, by=officer, at=later)
    with pytest.raises(ReinspectionMissing):
        step(case, "closed", officer, days=3)


def test_case_never_goes_back(case: Case, officer: User) -> None:
    step(case, "ordered", officer)
    with pytest.raises(StepNotPossible):
        step(case, "told_owner", officer)


def test_second_officer_is_told_of_the_first(case: Case, officer: User) -> None:
    step(case, "told_owner", officer)
    with pytest.raises(Stale):
        advance_case(case=case, to="ordered", note="", version=0, by=officer, at=NOW)


def test_case_steps_refuse_volunteer_and_stranger(case: Case, volunteer: User, stranger: User) -> None:
    for person in (volunteer, stranger):
        with pytest.raises(NotAllowed):
            step(case, "told_owner", person)
        with pytest.raises(NotAllowed):
            add_case_note(case=case, note="看过", by=person, at=NOW)


def test_case_note_needs_words(case: Case, officer: User) -> None:
    with pytest.raises(ReasonMissing):
        add_case_note(case=case, note=" ", by=officer, at=NOW)
