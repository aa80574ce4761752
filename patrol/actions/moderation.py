"""An officer decides about what a citizen told, once: a case, another case, a refusal, or spam; and what is forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, Stale
from core.jobs import later
from patrol.actions.public_cases import join_case, open_case_from_public
from patrol.errors.public import CaseEnded, DecisionIncomplete, PublicReportDecided, SiteOutsideArea
from patrol.models import Case, DaySalt, FindingKind, PublicContact, PublicReport
from patrol.permissions import can_handle_cases, can_moderate
from patrol.queries.public import contacts_to_forget
from people.models import User
from sites.models import Site
from sites.queries import exact_for

State = PublicReport.State


def open_case_of(
    *, report: PublicReport, site: Site | None, kind: FindingKind, severity: int, version: int, by: User, at: datetime
) -> PublicReport:
    """Open a case at the site for what the citizen told, or join the open one of site and kind.

    Refuses NotAllowed, Stale, PublicReportDecided, DecisionIncomplete (no site) and SiteOutsideArea.
    """
    if site is None:
        raise DecisionIncomplete(missing="site")
    if not can_handle_cases(by, site.district_id) or not Site.objects.filter(exact_for(by), pk=site.pk).exists():
        raise SiteOutsideArea
    with transaction.atomic():
        locked = _locked(report, version, by)
        case = open_case_from_public(site=site, kind=kind, severity=severity, note=_line(locked), by=by, at=at)
        return _decided(locked, State.IN_CASE, by, at, case=case)


def add_to_case(*, report: PublicReport, case: Case | None, version: int, by: User, at: datetime) -> PublicReport:
    """Add what the citizen told to a running case. Refuses as `open_case_of` does, and CaseEnded."""
    if case is None:
        raise DecisionIncomplete(missing="case")
    if not can_handle_cases(by, case.site.district_id):
        raise SiteOutsideArea
    with transaction.atomic():
        locked = _locked(report, version, by)
        running = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if running.closed_at is not None:
            raise CaseEnded
        join_case(case=running, note=_line(locked), by=by, at=at)
        return _decided(locked, State.IN_CASE, by, at, case=running)


def refuse_public_report(
    *, report: PublicReport, reason: str, answer: str, version: int, by: User, at: datetime
) -> PublicReport:
    """Leave the report, with a reason the citizen reads. Refuses NotAllowed, Stale, PublicReportDecided, DecisionIncomplete."""
    if reason not in PublicReport.Reason.values:
        raise DecisionIncomplete(missing="reason")
    with transaction.atomic():
        return _decided(_locked(report, version, by), State.REFUSED, by, at, reason=reason, answer=answer.strip())


def mark_spam(*, report: PublicReport, version: int, by: User, at: datetime) -> PublicReport:
    """Put the report aside as spam. Refuses NotAllowed, Stale and PublicReportDecided."""
    with transaction.atomic():
        return _decided(_locked(report, version, by), State.SPAM, by, at)


def take_public_report(*, report: PublicReport, by: User, at: datetime) -> PublicReport:
    """Take the report in hand: from then on its handler may see the citizen's contact; written in the audit trail."""
    with transaction.atomic():
        locked = PublicReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        _check(locked, by)
        before, locked.handler = locked.handler_id, by
        locked.save(update_fields=["handler"])
        audit.record("take_public_report", locked, by=by, at=at, change={"handler": [before, by.pk]})
        return locked


def forget_contacts(*, at: datetime) -> int:
    """Delete contacts whose matter ended long enough ago, old salts, and the hashes made with them; return the contacts."""
    today = timezone.localdate(at)
    DaySalt.objects.filter(day__lt=today).delete()
    old = PublicReport.objects.filter(received_at__lt=at - timedelta(days=2)).exclude(network="", visitor="")
    old.update(network="", visitor="")
    forgotten = list(contacts_to_forget(at))
    with transaction.atomic():
        PublicContact.objects.filter(report__in=forgotten).delete()
        for report in forgotten:
            audit.record("forget_contact", report, by=None, at=at)
    return len(forgotten)


def _locked(report: PublicReport, version: int, by: User) -> PublicReport:
    locked = PublicReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    _check(locked, by)
    if locked.is_decided:
        raise PublicReportDecided
    if locked.version != version:
        raise Stale
    return locked


def _check(report: PublicReport, by: User) -> None:
    if not can_moderate(by, report.area):
        raise NotAllowed


def _decided(report: PublicReport, state: str, by: User, at: datetime, **values: object) -> PublicReport:
    for name, value in values.items():
        setattr(report, name, value)
    report.state, report.decided_by, report.decided_at = state, by, at
    report.handler = report.handler or by
    report.version += 1
    report.save(update_fields=["state", "decided_by", "decided_at", "handler", "version", *values])
    change = {"state": state, "case": report.case.number if report.case else "", "reason": report.reason}
    audit.record("decide_public_report", report, by=by, at=at, change=change)
    later("patrol.send_webhooks", queueing_lock="patrol.send_webhooks")
    return report


def _line(report: PublicReport) -> str:
    """Return the line of the case's timeline: the number, by which the report is found, and what was said."""
    return f"{report.number}：{report.text}"[:2000]
