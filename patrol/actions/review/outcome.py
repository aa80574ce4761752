"""What follows from a decision: the visit, the site's condition, the hours, the draw for a second look, the notice."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse

from core import audit
from patrol.logic.checks.history import reputation
from patrol.logic.policy import policy_from
from patrol.logic.service_time import credited_interval
from patrol.logic.spot_check import Draw, draw, share_of
from patrol.models import Assignment, Report, SpotCheck, Visit
from patrol.queries.assignments import people_of
from patrol.queries.evidence import policy_on
from patrol.queries.rules import rules_at
from patrol.queries.visits_around import judged_of
from people.actions import notify
from people.models import User
from sites.actions import end_place_grant, set_condition
from timebank.actions import award, restore
from timebank.queries import is_day_full, is_time_free

# The drawing of lots has a key of its own, so that no signature of ours tells it.
DRAW: Final = b"patrol.spot_check:"


def prove_visit(*, report: Report, by: User, at: datetime) -> None:
    """Let the visit of an accepted report count: condition, assignment, hours; and tell the volunteer."""
    Visit.objects.create(report=report, site=report.site, volunteer=report.volunteer, visited_at=report.finished_at)
    if not report.site.reports.filter(review__state="accepted", finished_at__gt=report.finished_at).exists():
        set_condition(site=report.site, condition=report.condition, by=by, at=at)
    _close_assignment(report, by, at)
    minutes = _credit(report, by, at)
    tell(report=report, kind="report_accepted", at=at)
    tell(report=report, kind="hours_posted" if minutes else "hours_not_posted", at=at, minutes=minutes)


def draw_spot_check(*, report: Report, at: datetime) -> None:
    """Draw whether an accepted report is looked at once more; what was drawn stands in the audit trail."""
    drawn = _drawn(report, at)
    change = {"share": drawn.share, "number": drawn.number, "is_drawn": drawn.is_drawn}
    audit.record("draw_spot_check", report, by=None, at=at, change=change)
    if drawn.is_drawn:
        SpotCheck.objects.create(report=report, share=drawn.share, number=drawn.number, drawn_at=at)


def source_of(*, report: Report) -> str:
    """Return the name under which the ledger knows the hours of a report."""
    return f"report:{report.pk}"


def tell(*, report: Report, kind: str, at: datetime, **params: object) -> None:
    """Tell the volunteer what became of the report."""
    site = [report.site.name_zh, report.site.name_en]
    url = reverse("patrol:receipt", args=[report.pk])
    notify(users=[report.volunteer], kind=kind, params={"site": site, **params}, url=url, at=at)


def _drawn(report: Report, at: datetime) -> Draw:
    key = DRAW + settings.SECRET_KEY.encode()
    # What was accepted before its evidence was weighed is looked at in any case.
    if report.review.score is None:
        return draw(str(report.pk), 1.0, key=key)
    rules, policy = rules_at(at), policy_from(policy_on(at.date()).values)
    if policy.history is None:
        return draw(str(report.pk), rules.check_share, key=key)
    known = reputation(judged_of(report), policy.history)
    return draw(str(report.pk), share_of(known.mean, known.seen, rules), key=key)


def _close_assignment(report: Report, by: User, at: datetime) -> None:
    if report.assignment is None:
        return
    Assignment.objects.filter(pk=report.assignment.pk, status=Assignment.Status.REPORTED).update(
        status=Assignment.Status.DONE
    )
    for person in {report.volunteer, *people_of(report.assignment)}:
        end_place_grant(site=report.site, user=person, by=by, at=at)


def _credit(report: Report, by: User, at: datetime) -> int:
    """Post the service time, or give back what was taken; returns the minutes. Time credited elsewhere is left to a person."""
    interval = credited_interval(report.arrived_at, report.finished_at)
    if interval is None:
        return 0
    if seconds := restore(source=source_of(report=report), why="appeal", by=by, at=at):
        return max(1, round(seconds / 60))
    if not is_time_free(report.volunteer, *interval) or is_day_full(report.volunteer, *interval):
        return 0
    campaign = report.campaign
    record = award(
        volunteer=report.volunteer,
        starts_at=interval[0],
        ends_at=interval[1],
        source=source_of(report=report),
        title=(f"巡查：{report.site.name_zh}", f"Patrol: {report.site.name_en or report.site.name_zh}"),
        url=reverse("patrol:receipt", args=[report.pk]),
        organisation_name=campaign.organisation.name_zh if campaign else "",
        by=by,
        at=at,
    )
    credited: float = (record.during.upper - record.during.lower).total_seconds()
    return max(1, round(credited / 60))
