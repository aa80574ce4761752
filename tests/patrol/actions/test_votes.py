"""Two of three: who is asked, what decides, and the walls behind it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Stale
from core.models import AuditEntry
from patrol.actions.review import accept_report, ask_for_more, decide_report, reject_report
from patrol.errors import OwnReport
from patrol.errors.review import OwnOrganisation, VotedAlready, VoteNotOffered
from patrol.models import ManualEntry, Opinion, Report, Review, ReviewPolicy, Visit
from people.models import Notice, Role, RoleGrant, User
from tests.factories import make
from tests.patrol.actions import reviewing

NOW = make.NOW


@pytest.fixture
def judges(db: None) -> list[User]:
    return reviewing.officers(3)


@pytest.fixture
def severe(volunteer: User) -> Report:
    return reviewing.severe(volunteer)


def state_of(report: Report) -> tuple[str, int]:
    return Review.objects.values_list("state", "version").get(pk=report.pk)


def test_first_vote_on_a_severe_report_decides_nothing(severe: Report, judges: list[User]) -> None:
    accept_report(report=severe, version=0, by=judges[0], at=NOW)
    assert (state_of(severe), Visit.objects.count()) == (("pending", 0), 0)
    told = Notice.objects.filter(kind="report_needs_second").values_list("user", flat=True)
    assert set(told) == {judges[1].pk, judges[2].pk}


def test_second_equal_vote_decides(severe: Report, judges: list[User]) -> None:
    accept_report(report=severe, version=0, by=judges[0], at=NOW)
    review = accept_report(report=severe, version=0, by=judges[1], at=NOW)
    assert (review.state, review.decided_by, Visit.objects.count()) == ("accepted", judges[1], 1)
    assert list(severe.opinions.order_by("number").values_list("number", "decision", "by")) == [
        (1, "accept", judges[0].pk),
        (2, "accept", judges[1].pk),
    ]
    assert AuditEntry.objects.filter(verb="vote_report").count() == 2


def test_a_third_decides_where_two_disagree(severe: Report, judges: list[User]) -> None:
    accept_report(report=severe, version=0, by=judges[0], at=NOW)
    reject_report(report=severe, reason="照片不清", version=0, by=judges[1], at=NOW)
    assert state_of(severe) == ("pending", 0)
    assert list(Notice.objects.filter(kind="report_needs_third").values_list("user", flat=True)) == [judges[2].pk]
    review = reject_report(report=severe, reason="确实看不清", version=0, by=judges[2], at=NOW)
    assert (review.state, review.reason) == ("rejected", "确实看不清")


def test_the_third_chooses_between_the_two(severe: Report, judges: list[User]) -> None:
    accept_report(report=severe, version=0, by=judges[0], at=NOW)
    reject_report(report=severe, reason="照片不清", version=0, by=judges[1], at=NOW)
    with pytest.raises(VoteNotOffered) as refused:
        ask_for_more(report=severe, reason="补远景", version=0, by=judges[2], at=NOW)
    assert refused.value.extra == {"offered": ["accept", "reject"]}


def test_nobody_votes_twice(severe: Report, judges: list[User]) -> None:
    accept_report(report=severe, version=0, by=judges[0], at=NOW)
    with pytest.raises(VotedAlready):
        accept_report(report=severe, version=0, by=judges[0], at=NOW)
    assert state_of(severe) == ("pending", 0)


def test_a_flagged_report_needs_two(volunteer: User, judges: list[User]) -> None:
    report = reviewing.scored(make.report(volunteer, make.site()), 40, needs_person=True)
    assert accept_report(report=report, version=0, by=judges[0], at=NOW).state == "pending"
    assert accept_report(report=report, version=0, by=judges[1], at=NOW).state == "accepted"


def test_one_vote_never_decides_once_a_second_was_asked_for(volunteer: User, judges: list[User]) -> None:
    report = reviewing.scored(make.report(volunteer, make.site()), 40, needs_person=True)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    Review.objects.filter(pk=report.pk).update(score=99, needs_person=False)
    assert reject_report(report=report, reason="x", version=0, by=judges[1], at=NOW).state == "pending"


def test_a_policy_of_one_reviewer_lets_one_decide(severe: Report, judges: list[User]) -> None:
    values = {**ReviewPolicy.objects.get().values, "second_eyes.reviewers": 1}
    ReviewPolicy.objects.create(valid_from=timezone.localdate(NOW), values=values)
    assert accept_report(report=severe, version=0, by=judges[0], at=NOW).state == "accepted"


def test_a_vote_after_the_decision_is_stale(severe: Report, judges: list[User]) -> None:
    for judge in judges[:2]:
        accept_report(report=severe, version=0, by=judge, at=NOW)
    with pytest.raises(Stale):
        accept_report(report=severe, version=0, by=judges[2], at=NOW)


def test_nobody_judges_what_they_filed(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    ManualEntry.objects.create(report=report, filed_by=judges[0])
    with pytest.raises(OwnOrganisation):
        accept_report(report=report, version=0, by=judges[0], at=NOW)
    assert accept_report(report=report, version=0, by=judges[1], at=NOW).state == "accepted"


def test_nobody_judges_what_their_own_organisation_entered_by_hand(judges: list[User]) -> None:
    team = make.organisation()
    RoleGrant.objects.create(user=judges[0], role=Role.MANAGER, organisation=team, granted_at=NOW)
    report = reviewing.routine(make.volunteer(organisation=team))
    # What the volunteer sent is no manual entry: an officer who also leads the team may judge it.
    assert accept_report(report=report, version=0, by=judges[0], at=NOW).state == "accepted"
    entered = reviewing.routine(make.volunteer(organisation=team))
    ManualEntry.objects.create(report=entered, filed_by=judges[1])
    with pytest.raises(OwnOrganisation):
        accept_report(report=entered, version=0, by=judges[0], at=NOW)


@pytest.mark.parametrize("wall", ["review_never_by_the_sender", "review_never_by_the_own_organisation"])
def test_the_database_refuses_partial_votes(wall: str, judges: list[User]) -> None:
    own = wall == "review_never_by_the_sender"
    report = reviewing.routine(judges[0] if own else make.volunteer())
    if not own:
        ManualEntry.objects.create(report=report, filed_by=judges[0])
    with pytest.raises(IntegrityError, match="own"), transaction.atomic():
        Opinion.objects.create(report=report, number=1, decision="accept", by=judges[0], at=NOW)
    with pytest.raises(IntegrityError, match="own") as refused, transaction.atomic():
        Review.objects.filter(pk=report.pk).update(state="accepted", decided_by=judges[0], decided_at=NOW)
    assert refused.value.__cause__.diag.constraint_name == wall  # type: ignore[union-attr]


def test_the_database_refuses_a_decision_without_the_votes(severe: Report, judges: list[User]) -> None:
    Opinion.objects.create(report=severe, number=1, decision="accept", by=judges[0], at=NOW)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Review.objects.filter(pk=severe.pk).update(state="accepted", decided_by=judges[0], decided_at=NOW)
    assert refused.value.__cause__.diag.constraint_name == "review_has_the_votes_due"  # type: ignore[union-attr]


def test_the_database_refuses_a_second_vote_and_a_fourth(severe: Report, judges: list[User]) -> None:
    Opinion.objects.create(report=severe, number=1, decision="accept", by=judges[0], at=NOW)
    for values in (
        {"number": 2, "by": judges[0]},
        {"number": 3, "by": judges[1]},
        {"number": 4, "by": judges[1]},
        {"number": 2, "by": judges[1], "decision": "reject"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.create(report=severe, at=NOW, **{"decision": "accept", **values})
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(decision="more")


def test_the_database_refuses_to_change_a_decision(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    for state in ("pending", "rejected", "more"):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Review.objects.filter(pk=report.pk).update(state=state, reason="x")
        assert refused.value.__cause__.diag.constraint_name == "review_decision_stays"  # type: ignore[union-attr]


def test_own_report_is_refused_before_anything_else(judges: list[User]) -> None:
    report = reviewing.severe(judges[0])
    with pytest.raises(OwnReport):
        decide_report(report=report, decision="accept", reason="", version=0, by=judges[0], at=NOW)
