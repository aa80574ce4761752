"""The second look: spot checks, acceptances taken back with all that followed from them, and the walls behind."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, Stale
from core.models import AuditEntry
from patrol.actions.case_union import reopen_case
from patrol.actions.review import accept_report, confirm_acceptance, overturn_report, reject_report
from patrol.errors import OwnReport, ReasonMissing
from patrol.errors.review import DecisionFinal, JudgedBefore, SpotCheckOver
from patrol.models import Overturn, Report, Review, ReviewPolicy, SpotCheck, Visit
from people.models import Notice, User
from planning.models import Duty
from tests.factories import cased, make
from tests.patrol.actions import reviewing
from timebank.models import Transaction
from timebank.queries import balance, service_records, trial_balance
from timebank.queries.certificates import served_between

NOW = make.NOW
HOUR = 3600


@pytest.fixture
def judges(db: None) -> list[User]:
    return reviewing.officers(3)


@pytest.fixture
def accepted(volunteer: User, judges: list[User]) -> Report:
    """A report one officer accepted before its evidence was weighed: it is drawn in any case."""
    report = make.report(volunteer, make.site(), photos=2)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    return report


def shares(share: float) -> None:
    """Let that share of accepted reports be looked at again."""
    values = {**ReviewPolicy.objects.get().values, "check.share": share, "check.trusted_share": share}
    ReviewPolicy.objects.create(valid_from=NOW.date(), values=values)


@pytest.mark.parametrize(("share", "drawn"), [(0.0, 0), (1.0, 1)])
def test_a_share_of_accepted_reports_is_drawn(share: float, drawn: int, volunteer: User, judges: list[User]) -> None:
    shares(share)
    report = reviewing.routine(volunteer)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    assert SpotCheck.objects.count() == drawn
    said = AuditEntry.objects.get(verb="draw_spot_check").change
    assert (said["share"], said["is_drawn"]) == (share, bool(drawn))


def test_what_two_decided_is_not_drawn(volunteer: User, judges: list[User]) -> None:
    shares(1.0)
    report = reviewing.severe(volunteer)
    for judge in judges[:2]:
        accept_report(report=report, version=0, by=judge, at=NOW)
    assert SpotCheck.objects.count() == 0


def test_confirm_acceptance_closes_the_check(accepted: Report, judges: list[User]) -> None:
    check = confirm_acceptance(report=accepted, note=" 看过 ", by=judges[1], at=NOW)
    assert (check.outcome, check.note, check.by) == ("stands", "看过", judges[1])
    with pytest.raises(SpotCheckOver):
        confirm_acceptance(report=accepted, note="", by=judges[2], at=NOW)


def test_who_accepted_does_not_check(accepted: Report, judges: list[User], volunteer: User) -> None:
    with pytest.raises(JudgedBefore):
        confirm_acceptance(report=accepted, note="", by=judges[0], at=NOW)
    with pytest.raises(NotAllowed):
        confirm_acceptance(report=accepted, note="", by=volunteer, at=NOW)
    with pytest.raises(JudgedBefore):
        overturn_report(report=accepted, reason="x", version=1, by=judges[0], at=NOW)


def test_overturn_takes_visit_and_hours_back(accepted: Report, judges: list[User], volunteer: User) -> None:
    visit = Visit.objects.get()
    assert (balance(volunteer), Duty.objects.get().last_visited_on) == (HOUR, NOW.date())
    overturn = overturn_report(report=accepted, reason="照片不是此处", version=1, by=judges[1], at=NOW)
    assert (overturn.visit_id, overturn.visited_at, overturn.seconds) == (visit.pk, visit.visited_at, HOUR)
    assert (Visit.objects.count(), balance(volunteer), trial_balance()) == (0, 0, 0)
    assert Duty.objects.get().last_visited_on is None
    assert Review.objects.values_list("state", "reason", "version").get() == ("rejected", "照片不是此处", 2)
    assert SpotCheck.objects.get().outcome == "overturned"
    assert [one.is_reversed for one in service_records(volunteer)] == [True]  # type: ignore[attr-defined]
    assert served_between(volunteer, None, None) == []
    told = Notice.objects.get(kind="report_overturned", user=volunteer).params
    assert (told["reason"], told["minutes"]) == ("照片不是此处", 60)
    assert AuditEntry.objects.filter(verb="overturn_report", by=judges[1]).count() == 1


def test_overturn_gives_the_site_its_last_condition_back(volunteer: User, judges: list[User]) -> None:
    site, before = make.site(), timedelta(days=3)
    times = {"arrived_at": NOW - before - timedelta(hours=1), "finished_at": NOW - before}
    for report in (
        make.report(volunteer, site, condition_id="fair", **times),
        make.report(volunteer, site, condition_id="poor"),
    ):
        accept_report(report=report, version=0, by=judges[0], at=NOW)
    site.refresh_from_db()
    assert site.condition_id == "poor"
    overturn_report(report=report, reason="x", version=1, by=judges[1], at=NOW)
    site.refresh_from_db()
    assert site.condition_id == "fair"
    assert Duty.objects.get(site=site).last_visited_on == (NOW - before).date()


def test_overturn_refuses(accepted: Report, judges: list[User], volunteer: User, stranger: User) -> None:
    with pytest.raises(ReasonMissing):
        overturn_report(report=accepted, reason=" ", version=1, by=judges[1], at=NOW)
    with pytest.raises(Stale):
        overturn_report(report=accepted, reason="x", version=0, by=judges[1], at=NOW)
    with pytest.raises(NotAllowed):
        overturn_report(report=accepted, reason="x", version=1, by=stranger, at=NOW)
    overturn_report(report=accepted, reason="x", version=1, by=judges[1], at=NOW)
    with pytest.raises(DecisionFinal):
        overturn_report(report=accepted, reason="x", version=2, by=judges[2], at=NOW)
    assert Transaction.objects.filter(kind="reversal", currency="hours").count() == 1


def test_overturn_of_a_rejected_report_is_stale(volunteer: User, judges: list[User]) -> None:
    report = reviewing.routine(volunteer)
    reject_report(report=report, reason="x", version=0, by=judges[0], at=NOW)
    with pytest.raises(Stale):
        overturn_report(report=report, reason="x", version=1, by=judges[1], at=NOW)


def test_nobody_checks_their_own(judges: list[User]) -> None:
    report = make.report(judges[1], make.site(), photos=2)
    accept_report(report=report, version=0, by=judges[0], at=NOW)
    with pytest.raises(OwnReport):
        confirm_acceptance(report=report, note="", by=judges[1], at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpotCheck.objects.filter(pk=report.pk).update(outcome="stands", by=judges[1], at=NOW)


def test_the_database_keeps_visits_that_were_not_overturned(accepted: Report, judges: list[User]) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Visit.objects.all().delete()
    assert refused.value.__cause__.diag.constraint_name == "visit_leaves_by_overturn"  # type: ignore[union-attr]
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(visited_at=NOW + timedelta(days=1))
    # An overturn without the visit's copy lets nothing go.
    Overturn.objects.create(report=accepted, by=judges[1], at=NOW, accepted_at=NOW, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.all().delete()


def test_the_database_lets_nobody_who_judged_look_again(accepted: Report, judges: list[User]) -> None:
    for attempt in (
        lambda: SpotCheck.objects.filter(pk=accepted.pk).update(outcome="stands", by=judges[0], at=NOW),
        lambda: Overturn.objects.create(report=accepted, by=judges[0], at=NOW, accepted_at=NOW, reason="x"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            attempt()
        assert refused.value.__cause__.diag.constraint_name == "second_look_by_somebody_else"  # type: ignore[union-attr]


def test_the_database_keeps_an_answered_check(accepted: Report, judges: list[User]) -> None:
    confirm_acceptance(report=accepted, note="", by=judges[1], at=NOW)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        SpotCheck.objects.update(outcome="", by=None, at=None)
    assert refused.value.__cause__.diag.constraint_name == "spot_check_stays"  # type: ignore[union-attr]


def test_case_is_open_again_once_the_report_that_closed_it_is_taken_back(judges: list[User]) -> None:
    case = cased.closed(cased.opened(), judges[0])
    other = cased.closed(cased.opened(make.site()), judges[0])
    proof = case.reinspections.get().report
    taken_at = NOW + timedelta(days=4)
    overturn_report(report=proof, reason="照片是旧的", version=1, by=judges[1], at=taken_at)
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, case.closed_at, case.reopened_at) == ("found", None, taken_at)
    line = case.entries.latest("at")
    assert (line.kind, line.note, line.by) == ("reopened", "照片是旧的", judges[1])
    assert other.state == "closed"


def test_case_closed_anew_by_another_report_stays_closed(judges: list[User]) -> None:
    case = cased.closed(cased.opened(), judges[0])
    proof = case.reinspections.get().report
    reopen_case(case=case, note="又裂了", version=case.version, by=judges[0], at=NOW + timedelta(days=4))
    second = make.volunteer()
    cased.asked(case, judges[0], second, days=5)
    cased.looked(case, second, judges[0], days=6)
    cased.step(case, "closed", judges[0], days=7)
    overturn_report(report=proof, reason="照片是旧的", version=1, by=judges[1], at=NOW + timedelta(days=8))
    case.refresh_from_db()
    assert case.state == "closed"
