"""How urgent a visit is, in points: by protection level and by how late it is, measured in its own interval.

Ours, not from a source: a level counts 6 less its rank (national 5, unlisted 1); a visit one interval late counts
twice one that is just due, and lateness counts up to three intervals. A site never visited counts as two intervals late.
`planning/queries/duties.py` says the same in SQL for ordering, and a test holds the two together.
"""

from datetime import date

LEVELS = 6
MOST_INTERVALS = 3.0
NEVER_INTERVALS = 2.0


def urgency(*, level_rank: int, due_on: date | None, interval_days: int, today: date) -> float:
    """Return the urgency points of a site, at least the weight of its level; `due_on` is none if never visited."""
    weight = max(LEVELS - level_rank, 1)
    if due_on is None:
        return weight * (1 + NEVER_INTERVALS)
    intervals = (today - due_on).days / interval_days
    return weight * (1 + min(max(intervals, 0.0), MOST_INTERVALS))
