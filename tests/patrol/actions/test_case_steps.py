"""A case along its chain, until a re-inspection closes it."""

from datetime import timedelta

import pytest
from django.utils import translation

from core.errors import NotAllowed, Stale
from patrol.actions.cases import add_case_note, advance_case, answer_reporters
from patrol.errors import ReasonMissing, ReinspectionMissing, StepNotPossible
from patrol.models import Case
from people.models import Notice, User
from people.notices import in_both, sentence
from sites.models import Site
from tests.factories import cased, make
from tests.factories.cased import NOW, step


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


def test_advance_case_writes_the_timeline_and_tells_the_reporter(case: Case, officer: User, volunteer: User) -> None:
    step(case, "reported", officer)
    assert list(case.entries.order_by("at", "id").values_list("state", flat=True)) == ["found", "reported"]
    notice = Notice.objects.filter(user=volunteer, kind="case_changed").get()
    assert notice.params["state"] == in_both(Case.State.REPORTED.label)
    with translation.override("en"):
        assert sentence(notice) == f"The case {case.number} at Bell Tower is now: reported to the authority."


def test_each_state_has_its_own_time(case: Case, officer: User) -> None:
    hours = []
    for day, state in enumerate(("told_owner", "reported", "ordered", "reinspection"), 1):
        moved = step(case, state, officer, days=day)
        assert moved.due_at is not None
        assert moved.state_since is not None
        hours.append((moved.due_at - moved.state_since).total_seconds() / 3600)
    assert hours == [72, 120, 360, 168]


def test_case_is_closed_by_the_reinspection_of_who_was_asked(case: Case, officer: User, volunteer: User) -> None:
    step(case, "ordered", officer)
    other = make.volunteer()
    cased.asked(case, officer, other)
    proof = cased.looked(case, other, officer)
    closed = step(case, "closed", officer, days=3, public_answer=" 已修好。 ")
    assert (closed.state, closed.closed_at, closed.due_at) == ("closed", NOW + timedelta(days=3), None)
    assert case.entries.filter(state="closed").get().report == proof
    [asked] = case.reinspections.all()
    assert (asked.outcome, asked.report, asked.assignment.status) == ("passed", proof, "done")
    assert closed.public_answer == "已修好。"
    assert Notice.objects.filter(user=volunteer, kind="case_ended").count() == 1


def test_case_is_not_closed_without_reinspection(case: Case, officer: User) -> None:
    step(case, "reinspection", officer)
    cased.looked(case, make.volunteer(), officer)
    with pytest.raises(ReinspectionMissing):
        step(case, "closed", officer, days=3)


def test_case_is_not_closed_by_somebody_who_was_not_asked(case: Case, officer: User) -> None:
    cased.asked(case, officer, make.volunteer())
    cased.looked(case, make.volunteer(), officer)
    with pytest.raises(ReinspectionMissing):
        step(case, "closed", officer, days=3)


def test_case_is_not_closed_by_an_earlier_or_undecided_report(case: Case, officer: User) -> None:
    other = make.volunteer()
    cased.looked(case, other, officer, days=0.5)
    cased.asked(case, officer, other)
    cased.looked(case, other, None, days=2)
    with pytest.raises(ReinspectionMissing):
        step(case, "closed", officer, days=3)


def test_failed_reinspection_goes_back_to_an_order(case: Case, officer: User) -> None:
    other = make.volunteer()
    cased.asked(case, officer, other)
    cased.looked(case, other, officer)
    step(case, "ordered", officer, days=3)
    assert case.reinspections.get().outcome == "failed"


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


def test_case_note_may_be_in_a_contractors_words(case: Case, officer: User) -> None:
    line = add_case_note(case=case, note="支护完成。", said_by=" 古建公司 ", by=officer, at=NOW)
    assert (line.kind, line.said_by, line.by) == ("note", "古建公司", officer)


def test_answer_is_written_and_corrected(case: Case, officer: User, volunteer: User) -> None:
    for version, words in enumerate(("谢谢。", "谢谢，已报修。")):
        answer_reporters(case=case, public_answer=words, version=version, by=officer, at=NOW)
    case.refresh_from_db()
    assert (case.public_answer, case.entries.filter(kind="answer").count()) == ("谢谢，已报修。", 2)
    with pytest.raises(ReasonMissing):
        answer_reporters(case=case, public_answer=" ", version=2, by=officer, at=NOW)
