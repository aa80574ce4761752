"""Judging again: every report once, old scores kept, going on after a stop, one run at a time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed
from patrol.actions import rescoring
from patrol.actions.rescoring import continue_rescoring, rescore_piece, start_rescoring, stop_rescoring
from patrol.actions.scoring import score_report
from patrol.errors import PolicyUnknown, RescoringRuns
from patrol.models import Evidence, EvidencePolicy, Report, Rescoring, Review
from people.models import Role, User
from sites.models import Site
from tests.factories import make
from tests.factories.jobs import queued

NOW = make.NOW
NEWER = date(2026, 11, 1)


@pytest.fixture
def reports(volunteer: User, site: Site) -> list[Report]:
    """Three reports with their scores by the first policy."""
    made = [make.report(volunteer, site, received_at=NOW + timedelta(hours=hour)) for hour in range(3)]
    for report in made:
        score_report(report=report, at=NOW)
    return made


def run_of(policy_from: date | None = NEWER, since: date | None = None) -> Rescoring:
    return start_rescoring(policy_from=policy_from, since=since, by=None, at=NOW)


def policies(report: Report) -> list[str]:
    return [str(day) for day in report.evidence.order_by("pk").values_list("policy_from", flat=True)]


def test_rescoring_judges_every_report_and_keeps_the_old_scores(reports: list[Report]) -> None:
    run = rescore_piece(run=run_of(), at=NOW)
    assert (run.state, run.total, run.done, run.changed, run.ended_at) == ("done", 3, 3, 3, NOW)
    assert [policies(report) for report in reports] == [["2025-01-01", "2026-11-01"]] * 3


def test_rescoring_by_the_policy_of_the_day_changes_nothing(reports: list[Report]) -> None:
    run = rescore_piece(run=run_of(policy_from=None), at=NOW)
    assert (run.done, run.changed, Evidence.objects.count()) == (3, 0, 3)


def test_rescoring_goes_on_where_it_was(reports: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "PIECE", 2)
    run = rescore_piece(run=run_of(), at=NOW)
    assert (run.state, run.done, [len(policies(report)) for report in reports]) == ("running", 2, [2, 2, 1])
    run = rescore_piece(run=run, at=NOW)
    assert (run.state, run.done, [len(policies(report)) for report in reports]) == ("done", 3, [2, 2, 2])


def test_rescoring_by_the_queue_defers_its_next_piece(reports: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "PIECE", 2)
    run = run_of()
    assert queued()[-1] == ("patrol.rescore", {"run_id": str(run.pk)})
    assert continue_rescoring(run=run, at=NOW).state == "running"
    assert continue_rescoring(run=run, at=NOW).state == "done"


def test_rescoring_since_a_day(reports: list[Report]) -> None:
    assert run_of(since=date(2026, 6, 2)).total == 0


def test_rescoring_updates_what_waits_and_leaves_decisions_alone(reports: list[Report], officer: User) -> None:
    Review.objects.filter(report=reports[0]).update(state="accepted", decided_by=officer, decided_at=NOW, version=1)
    rescore_piece(run=run_of(), at=NOW)
    decided = Review.objects.values_list("state", "version", "decided_by").get(report=reports[0])
    assert decided == ("accepted", 1, officer.pk)
    assert Review.objects.get(report=reports[1]).score == reports[1].evidence.latest("computed_at", "pk").score


def test_rescoring_stops(reports: list[Report]) -> None:
    run = stop_rescoring(run=run_of(), by=None, at=NOW)
    assert (run.state, run.ended_at) == ("stopped", NOW)
    assert rescore_piece(run=run, at=NOW).done == 0
    assert run_of().state == "running"


def test_rescoring_runs_once_at_a_time(reports: list[Report]) -> None:
    run_of()
    with pytest.raises(RescoringRuns):
        run_of()
    with pytest.raises(IntegrityError, match="rescoring_one_at_a_time"), transaction.atomic():
        Rescoring.objects.create(total=0, asked_at=NOW)


def test_rescoring_refuses_a_policy_that_is_none(reports: list[Report]) -> None:
    with pytest.raises(PolicyUnknown):
        run_of(policy_from=date(2026, 1, 2))
    assert EvidencePolicy.objects.filter(valid_from=NEWER).exists()


def test_rescoring_is_for_who_reviews_everywhere(officer: User, volunteer: User, stranger: User) -> None:
    everywhere = make.user()
    make.grant(everywhere, Role.ADMINISTRATOR)
    for person in (officer, volunteer, stranger):
        with pytest.raises(NotAllowed):
            start_rescoring(policy_from=None, since=None, by=person, at=NOW)
    run = start_rescoring(policy_from=None, since=None, by=everywhere, at=NOW)
    with pytest.raises(NotAllowed):
        stop_rescoring(run=run, by=officer, at=NOW)
    assert stop_rescoring(run=run, by=everywhere, at=NOW).state == "stopped"
