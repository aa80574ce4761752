"""How many reviewers a report needs, and what their votes come to."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

# Two votes of three always decide where the third chooses between the first two.
MOST_VOTES: Final = 3
DECISIONS: Final = ("accept", "more", "reject")


def votes_due(severity: int, *, is_flagged: bool, severity_from: int, reviewers: int) -> int:
    """Return how many equal votes decide: several from a severity on or where the evidence is flagged, else one."""
    return reviewers if is_flagged or severity >= severity_from else 1


def decided_by(votes: Iterable[str], due: int) -> str | None:
    """Return the decision that has as many equal votes as are due, or none yet."""
    counts = Counter(votes)
    return next((decision for decision in DECISIONS if counts[decision] >= due), None)


def on_offer(votes: Iterable[str]) -> tuple[str, ...]:
    """Return what the next reviewer may vote for: everything, and after two who disagree one of their two votes."""
    given = set(votes)
    return DECISIONS if len(given) < 2 else tuple(decision for decision in DECISIONS if decision in given)
