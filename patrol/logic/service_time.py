"""How much of a visit counts as service: from arrival to the end of the report, capped; travel does not count."""

from datetime import datetime, timedelta
from typing import Final

# Proposal: nobody inspects one site for longer; more needs a person's entry with evidence.
LONGEST_VISIT: Final = timedelta(hours=8)


def credited_interval(arrived_at: datetime, finished_at: datetime) -> tuple[datetime, datetime] | None:
    """Return the interval to credit, at most `LONGEST_VISIT` before the end, or None where nothing is left.

    Both times are aware; whole seconds are counted.
    """
    start = max(arrived_at, finished_at - LONGEST_VISIT).replace(microsecond=0)
    end = finished_at.replace(microsecond=0)
    return (start, end) if end > start else None
