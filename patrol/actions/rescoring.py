"""Judging scored reports again when a policy changed: piece by piece, every old score kept."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from core import audit
from core.errors import NotAllowed
from core.jobs import later
from patrol.actions.scoring import score_report
from patrol.errors import PolicyUnknown, RescoringRuns
from patrol.models import Evidence, EvidencePolicy, Report, Rescoring
from patrol.permissions import can_rescore
from people.models import User

# A piece is one transaction of a few seconds.
PIECE: Final = 50


def start_rescoring(*, policy_from: date | None, since: date | None, by: User | None, at: datetime) -> Rescoring:
    """Begin a run over all reports scored before, from the first day on; the worker goes through them.

    `by` is None for the operator's command. Refuses NotAllowed, PolicyUnknown, RescoringRuns.
    """
    if by is not None and not can_rescore(by):
        raise NotAllowed
    if policy_from is not None and not EvidencePolicy.objects.filter(valid_from=policy_from).exists():
        raise PolicyUnknown(policy=str(policy_from))
    with transaction.atomic():
        if Rescoring.objects.select_for_update().filter(state=Rescoring.State.RUNNING).exists():
            raise RescoringRuns
        run = Rescoring(policy_from=policy_from, since=since, asked_by=by, asked_at=at, total=0)
        run.total = _scored(run).count()
        run.save()
        audit.record("start_rescoring", run, by=by, at=at, change={"policy_from": policy_from, "since": since})
        _go_on(run)
    return run


def rescore_piece(*, run: Rescoring, at: datetime) -> Rescoring:
    """Judge the next reports of a run and note how far it came, in one transaction; an ended run is left alone.

    Whoever asks at the same time waits, and then does the piece after.
    """
    with transaction.atomic():
        run = Rescoring.objects.select_for_update().get(pk=run.pk)
        if run.state != Rescoring.State.RUNNING:
            return run
        reports = list(_ahead(run)[:PIECE])
        for report in reports:
            before = report.evidence.count()
            score_report(report=report, policy_day=run.policy_from, at=at)
            run.changed += report.evidence.count() != before
            run.done += 1
            run.reached_at, run.reached_id = report.received_at, report.pk
        if len(reports) < PIECE:
            run.state, run.ended_at = Rescoring.State.DONE, at
        run.save()
        return run


def continue_rescoring(*, run: Rescoring, at: datetime) -> Rescoring:
    """Do the next piece and have the worker do the one after."""
    with transaction.atomic():
        run = rescore_piece(run=run, at=at)
        if run.state == Rescoring.State.RUNNING:
            _go_on(run)
        return run


def stop_rescoring(*, run: Rescoring, by: User | None, at: datetime) -> Rescoring:
    """End a run where it is; what was judged again stays so. Refuses NotAllowed."""
    if by is not None and not can_rescore(by):
        raise NotAllowed
    with transaction.atomic():
        run = Rescoring.objects.select_for_update().get(pk=run.pk)
        if run.state == Rescoring.State.RUNNING:
            run.state, run.ended_at = Rescoring.State.STOPPED, at
            run.save(update_fields=["state", "ended_at"])
            audit.record("stop_rescoring", run, by=by, at=at, change={"done": run.done})
        return run


def _go_on(run: Rescoring) -> None:
    later("patrol.rescore", queueing_lock="patrol.rescore", run_id=str(run.pk))


def _scored(run: Rescoring) -> QuerySet[Report]:
    scored = Report.objects.filter(Exists(Evidence.objects.filter(report=OuterRef("pk"))))
    return scored if run.since is None else scored.filter(received_at__date__gte=run.since)


def _ahead(run: Rescoring) -> QuerySet[Report]:
    ahead = _scored(run).select_related("site").order_by("received_at", "pk")
    if run.reached_at is None:
        return ahead
    return ahead.filter(Q(received_at__gt=run.reached_at) | Q(received_at=run.reached_at, pk__gt=run.reached_id))
