"""What "as known on a day" means as an instant."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from planning.queries.compliance import start_of


def known_at(day: date | None, now: datetime) -> datetime:
    """Return the end of an earlier day; for today, for what lies ahead and for no day at all, now."""
    if day is None or day >= timezone.localdate(now):
        return now
    return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)
