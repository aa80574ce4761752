"""What surrounds a report: the person's other reports, the organisation's rhythm, the phone, and earlier outcomes."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Count
from django.utils import timezone

from patrol.logic.checks.cadence import Rhythm
from patrol.logic.checks.device import Device
from patrol.logic.checks.history import Judged
from patrol.logic.checks.pace import Day
from patrol.logic.checks.sameness import Repeats, is_unusual, text_of
from patrol.models import QueueEntry, Report, Review
from patrol.queries.evidence import STATEMENTS

RHYTHM_WEEKS: Final = 8
PHONE_WEEKS: Final = 13
MOST_JUDGED: Final = 200
SECONDS_PER_DAY: Final = 86_400


def neighbours_of(report: Report) -> list[Report]:
    """Return the same person's reports just before and just after this one, whenever they were sent."""
    others = Report.objects.filter(volunteer=report.volunteer_id, fix__isnull=False).exclude(pk=report.pk)
    before = others.filter(finished_at__lte=report.finished_at).order_by("-finished_at", "pk").first()
    after = others.filter(finished_at__gt=report.finished_at).order_by("finished_at", "pk").first()
    return [one for one in (before, after) if one is not None]


def day_of(report: Report) -> Day:
    """Return how long the visit took, how many the person made that day, and how long it overlaps one elsewhere."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(report.finished_at), time.min))
    that_day = Report.objects.filter(
        volunteer=report.volunteer_id, finished_at__gte=midnight, finished_at__lt=midnight + timedelta(days=1)
    ).exclude(pk=report.pk)
    others = list(that_day.values_list("site_id", "arrived_at", "finished_at"))
    elsewhere = [_overlap(report, arrived, finished) for site, arrived, finished in others if site != report.site_id]
    return Day(_minutes(report.finished_at - report.arrived_at), len(others) + 1, max(elsewhere, default=0.0))


def rhythm_of(report: Report) -> Rhythm | None:
    """Return the reports of the volunteer's organisation that day and its usual number; None without an organisation."""
    asked = {"report": report.pk, "weeks": RHYTHM_WEEKS, "zone": timezone.get_default_timezone_name()}
    rows = STATEMENTS.rows("rhythm", asked)
    return Rhythm(rows[0]["today"], float(rows[0]["usual"])) if rows else None


def repeats_of(report: Report) -> Repeats:
    """Return how often the report's words and unusual answers stand in earlier reports."""
    row = STATEMENTS.rows("repeats", {"report": report.pk})[0]
    answers = row["answers"] if is_unusual(report.answers) else None
    return Repeats(text_of(report.note), row["own"], row["others"], answers)


def judged_of(report: Report) -> list[Judged]:
    """Return what officers decided about the person's reports before this one came, so that no score knows its end."""
    decided = Review.objects.filter(
        report__volunteer=report.volunteer_id,
        state__in=[Review.State.ACCEPTED, Review.State.REJECTED],
        decided_at__lt=report.received_at,
    ).order_by("-decided_at")
    return [
        Judged(state == Review.State.ACCEPTED, (report.received_at - at).total_seconds() / SECONDS_PER_DAY)
        for state, at in decided.values_list("state", "decided_at")[:MOST_JUDGED]
        if at is not None
    ]


def phone_of(report: Report) -> Device:
    """Return what is known of the sending phone, and how many people reported with it in the weeks before."""
    age = None if report.fix_at is None else (report.arrived_at - report.fix_at).total_seconds()
    return Device(report.clock_offset_s, age, tuple(report.irregularities), _accounts_of_phone(report))


def _accounts_of_phone(report: Report) -> int | None:
    entry = QueueEntry.objects.filter(pk=report.pk).first()
    if entry is None:
        return None
    since = report.received_at - timedelta(weeks=PHONE_WEEKS)
    lately = QueueEntry.objects.filter(device=entry.device, report__received_at__range=(since, report.received_at))
    return int(lately.aggregate(count=Count("report__volunteer", distinct=True))["count"])


def _overlap(report: Report, arrived: datetime, finished: datetime) -> float:
    return max(0.0, _minutes(min(report.finished_at, finished) - max(report.arrived_at, arrived)))


def _minutes(span: timedelta) -> float:
    return span.total_seconds() / 60
