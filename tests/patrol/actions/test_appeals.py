"""The volunteer's one appeal: who may, until when, who answers, and what follows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, NotFound
from core.models import AuditEntry
from patrol.actions.review import accept_report, answer_appeal, appeal_decision, overturn_report, reject_report
from patrol.errors import ReasonMissing
from patrol.errors.review import (
    AppealedBefore,
    AppealEmpty,
    AppealNotPossible,
    AppealOver,
    AppealTooLate,
    DecisionFinal,
    JudgedBefore,
)
from patrol.models import Appeal, Report, Review, Visit
from people.models import Notice, User
from planning.models import Duty
from tests.factories import make
from tests.patrol.actions import reviewing
from timebank.queries import balance, service_records, trial_balance

NOW = make.NOW
HOUR = 3600


@pytest.fixture
def judges(db: None) -> list[User]:
    return reviewing.officers(3)


@pytest.fixture
def rejected(volunteer: User, judges: list[User]) -> Report:
    report = reviewing.routine(volunteer)
    reject_report(report=report, reason="未到现场", version=0, by=judges[0], at=NOW)
    report.refresh_from_db()
    return report


def appeal(report: Report, days: int = 1) -> Appeal:
    return appeal_decision(report=report, text=" 我在后院 ", by=report.volunteer, at=NOW + timedelta(days=days))


def test_appeal_goes_to_officers_who_did_not_decide(rejected: Report, judges: list[User]) -> None:
    made = appeal(rejected)
    assert (made.text, made.outcome) == ("我在后院", "")
    told = set(Notice.objects.filter(kind="appeal_made").values_list("user", flat=True))
    assert told == {judges[1].pk, judges[2].pk}


def test_appeal_refuses(rejected: Report, stranger: User) -> None:
    with pytest.raises(NotFound):
        appeal_decision(report=rejected, text="x", by=stranger, at=NOW)
    with pytest.raises(AppealEmpty):
        appeal_decision(report=rejected, text=" ", by=rejected.volunteer, at=NOW)
    with pytest.raises(AppealTooLate) as refused:
        appeal(rejected, days=16)
    assert refused.value.extra == {"days": 15}
    appeal(rejected, days=15)
    with pytest.raises(AppealedBefore):
        appeal(rejected)


def test_only_a_rejection_is_appealed(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    with pytest.raises(AppealNotPossible):
        appeal(report)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    with pytest.raises(AppealNotPossible):
        appeal(report)


def test_upheld_leaves_the_decision(rejected: Report, judges: list[User], volunteer: User) -> None:
    done = answer_appeal(appeal=appeal(rejected), outcome="upheld", reply="维持", by=judges[1], at=NOW)
    assert (done.outcome, done.decided_by) == ("upheld", judges[1])
    assert (Review.objects.get().state, Visit.objects.count(), balance(volunteer)) == ("rejected", 0, 0)
    assert Notice.objects.get(kind="appeal_upheld", user=volunteer).params["reason"] == "维持"


def test_reversed_accepts_with_all_that_follows(rejected: Report, judges: list[User], volunteer: User) -> None:
    answer_appeal(appeal=appeal(rejected), outcome="reversed", reply="成立", by=judges[1], at=NOW)
    review = Review.objects.get()
    assert (review.state, review.decided_by, review.reason, review.version) == ("accepted", judges[1], "", 2)
    assert (Visit.objects.count(), balance(volunteer)) == (1, HOUR)
    assert Duty.objects.get().last_visited_on == NOW.date()
    assert AuditEntry.objects.filter(verb="answer_appeal", by=judges[1]).count() == 1


def test_an_overturn_that_was_appealed_gives_everything_back(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    overturn_report(report=report, reason="未到现场", version=1, by=judges[1], at=NOW)
    made = appeal(Report.objects.get())
    for judge in judges[:2]:
        with pytest.raises(JudgedBefore):
            answer_appeal(appeal=made, outcome="reversed", reply="x", by=judge, at=NOW)
    answer_appeal(appeal=made, outcome="reversed", reply="成立", by=judges[2], at=NOW)
    assert (Visit.objects.count(), balance(volunteer), trial_balance()) == (1, HOUR, 0)
    assert [one.is_reversed for one in service_records(volunteer)] == [False]  # type: ignore[attr-defined]
    with pytest.raises(DecisionFinal):
        overturn_report(report=Report.objects.get(), reason="x", version=3, by=reviewing.officers_more(), at=NOW)


def test_answer_refuses(rejected: Report, judges: list[User], volunteer: User) -> None:
    made = appeal(rejected)
    with pytest.raises(NotAllowed):
        answer_appeal(appeal=made, outcome="reversed", reply="x", by=volunteer, at=NOW)
    with pytest.raises(JudgedBefore):
        answer_appeal(appeal=made, outcome="upheld", reply="x", by=judges[0], at=NOW)
    with pytest.raises(ReasonMissing):
        answer_appeal(appeal=made, outcome="upheld", reply=" ", by=judges[1], at=NOW)
    answer_appeal(appeal=made, outcome="upheld", reply="x", by=judges[1], at=NOW)
    with pytest.raises(AppealOver):
        answer_appeal(appeal=made, outcome="reversed", reply="x", by=judges[2], at=NOW)


def test_the_database_keeps_an_appeal(rejected: Report, judges: list[User], stranger: User) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Appeal.objects.create(report=rejected, by=stranger, at=NOW, text="x")
    assert refused.value.__cause__.diag.constraint_name == "appeal_by_the_sender"  # type: ignore[union-attr]
    appeal(rejected)
    answer = {"outcome": "upheld", "decided_at": NOW, "reply": "x"}
    for change, wall in (
        ({"text": "anders"}, "appeal_stays"),
        ({**answer, "decided_by": judges[0]}, "second_look_by_somebody_else"),
        ({**answer, "decided_by": rejected.volunteer}, "review_never_by_the_sender"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Appeal.objects.update(**change)
        assert refused.value.__cause__.diag.constraint_name == wall  # type: ignore[union-attr]
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.all().delete()
