"""Routine reports accepted together, and the reasons officers often give."""

import pytest

from core.errors import NotAllowed, Stale
from patrol.actions.review import accept_report, accept_routine, add_reason, end_reason, reject_report
from patrol.errors.review import NotRoutine
from patrol.models import ChecklistItem, Photo, ReasonTemplate, Report, Review
from patrol.queries.routine import routine_reports
from patrol.queries.rules import reasons_on
from people.models import Role, User
from tests.factories import make
from tests.patrol.actions import reviewing

NOW = make.NOW


def test_clean_reports_are_routine(officer: User, volunteer: User) -> None:
    report = reviewing.routine(volunteer)
    assert list(routine_reports(officer, at=NOW)) == [report]


@pytest.mark.parametrize(
    "change",
    [
        {"max_severity": 2},
        {"score": None},
        {"needs_person": True},
        {"band": "fair"},
        {"irregularities": ["photos_missing"]},
        {"photos": "missing"},
    ],
)
def test_what_asks_for_eyes_is_not_routine(change: dict[str, object], officer: User, volunteer: User) -> None:
    report = reviewing.routine(volunteer)
    Review.objects.filter(pk=report.pk).update(**change)
    assert list(routine_reports(officer, at=NOW)) == []


def test_a_problem_in_the_checklist_is_not_routine(officer: User, volunteer: User) -> None:
    item = ChecklistItem.objects.order_by("code")[0]
    good = "no" if item.bad_answer == "yes" else "yes"
    fine = reviewing.scored(make.report(volunteer, make.site(), photos=2, answers={item.code: good}))
    reviewing.scored(make.report(volunteer, make.site(), photos=2, answers={item.code: item.bad_answer}))
    reviewing.scored(make.report(volunteer, make.site(), photos=2, irregularities=["no_assignment"]))
    reviewing.scored(make.report(volunteer, make.site(), photos=1))
    assert list(routine_reports(officer, at=NOW)) == [fine]


def test_an_unreadable_photo_is_not_routine(officer: User, volunteer: User) -> None:
    file = Photo.objects.filter(report=reviewing.routine(volunteer), role="near").get().file
    file.error = "broken"
    file.save(update_fields=["error"])
    assert list(routine_reports(officer, at=NOW)) == []


def test_accept_routine_says_line_by_line_what_changed(officer: User, volunteer: User) -> None:
    fine, decided, worse = (reviewing.routine(volunteer) for _ in range(3))
    reject_report(report=decided, reason="x", version=0, by=reviewing.officers(1)[0], at=NOW)
    Review.objects.filter(pk=worse.pk).update(score=40, band="weak", needs_person=True)
    done = accept_routine(versions={one.pk: 0 for one in (fine, decided, worse)}, by=officer, at=NOW)
    assert {one.report.pk: type(one.problem) for one in done} == {
        fine.pk: type(None),
        decided.pk: Stale,
        worse.pk: NotRoutine,
    }
    assert dict(Review.objects.values_list("report", "state")) == {
        fine.pk: "accepted",
        decided.pk: "rejected",
        worse.pk: "pending",
    }


def test_accept_routine_passes_every_wall(officer: User, volunteer: User, stranger: User) -> None:
    own, far = reviewing.routine(officer), make.site(district=make.district("110105", name_zh="朝阳区"))
    elsewhere = reviewing.routine(volunteer, far)
    done = accept_routine(versions={own.pk: 0, elsewhere.pk: 0}, by=officer, at=NOW)
    assert [type(one.problem) for one in done] == [NotRoutine, NotRoutine]
    assert set(Review.objects.values_list("state", flat=True)) == {"pending"}
    with pytest.raises(NotAllowed):
        accept_routine(versions={own.pk: 0}, by=stranger, at=NOW)


def test_what_somebody_voted_on_is_not_routine(officer: User, volunteer: User) -> None:
    report: Report = reviewing.scored(make.report(volunteer, make.site(), photos=2), 40, needs_person=True)
    accept_report(report=report, version=0, by=reviewing.officers(1)[0], at=NOW)
    Review.objects.filter(pk=report.pk).update(score=96, band="strong", needs_person=False)
    assert list(routine_reports(officer, at=NOW)) == []


def test_reasons_are_the_federations(officer: User, stranger: User) -> None:
    federal = make.user()
    make.grant(federal, Role.OFFICER, "")
    words = {
        "decision": "reject",
        "label_zh": "旧照",
        "label_en": "Old",
        "text_zh": "照片是旧的。",
        "text_en": "Old photos.",
    }
    for person in (officer, stranger):
        with pytest.raises(NotAllowed):
            add_reason(**words, by=person, at=NOW)
    reason = add_reason(**words, by=federal, at=NOW)
    assert reason in reasons_on(NOW.date(), "reject")
    end_reason(reason=reason, by=federal, at=NOW)
    end_reason(reason=reason, by=federal, at=NOW.replace(month=7))
    reason.refresh_from_db()
    assert (reason.valid_to, ReasonTemplate.objects.filter(pk=reason.pk).count()) == (NOW.date(), 1)
    assert reason not in reasons_on(NOW.date().replace(month=7), "reject")
