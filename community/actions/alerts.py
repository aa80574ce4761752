"""Reads citizens' words for signs of damage, and tells officers of what is unusual, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.actions.writing import hear, note_hits
from community.models import AlertTold, SensitiveWord
from community.queries.alerts import Line, board
from patrol.models import PublicReport
from patrol.queries.officers import officers_of
from people.actions import notify
from people.notices import in_both

READ_AGAIN = timedelta(days=2)


def read_citizens(*, at: datetime) -> int:
    """Note the words of damage in what citizens told of late; safe to run again. Return how many reports hold any."""
    recent = PublicReport.objects.filter(received_at__gt=at - READ_AGAIN, word_hits=None).exclude(state="spam")
    count = 0
    for report in recent.only("text", "area", "received_at"):
        words = [word for word in hear(text=report.text, at=at) if word.purpose == SensitiveWord.Purpose.DAMAGE]
        note_hits(words=words, area=report.area, at=report.received_at, public_report=report)
        count += bool(words)
    return count


def raise_alerts(*, at: datetime) -> int:
    """Tell the officers of each district of unusual numbers of today, once a day and kind; return how many were new."""
    today = timezone.localdate(at)
    unusual = [line for line in board(("",), on=today) if line.is_unusual]
    return sum(_tell(line, at) for line in unusual)


def _tell(line: Line, at: datetime) -> bool:
    with transaction.atomic():
        verdict = line.day if line.day.is_unusual else line.week
        _kept, is_new = AlertTold.objects.get_or_create(
            kind=line.kind, area=line.area, on=timezone.localdate(at), defaults={"count": verdict.count, "at": at}
        )
        if is_new:
            _notify(line, verdict.count, at)
        return is_new


def _notify(line: Line, count: int, at: datetime) -> None:
    params = {
        "what": in_both(line.kind.label),
        "district": line.district or in_both(_("without a district")),
        "n": count,
    }
    notify(users=officers_of(line.area), kind="alert_raised", params=params, url=reverse("community:alerts"), at=at)
