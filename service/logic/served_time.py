"""How much of a shift was served: the time between check-in and check-out that lies in the shift. Travel never counts."""

from datetime import datetime, timedelta
from typing import Final

LEAST: Final = timedelta(minutes=1)


def served_interval(
    *, starts_at: datetime, ends_at: datetime, in_at: datetime, out_at: datetime
) -> tuple[datetime, datetime] | None:
    """Return the served part of the shift; None where less than a minute lies in it."""
    begin, end = max(starts_at, in_at), min(ends_at, out_at)
    return (begin, end) if end - begin >= LEAST else None
