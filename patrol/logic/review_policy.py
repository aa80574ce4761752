"""The rules of the desk, read from dated data: how many reviewers, what is routine, spot checks, appeals, answer times."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from patrol.logic.votes import votes_due

# Two of three: with more reviewers a third vote would not decide.
MOST_REVIEWERS: Final = 2


class WrongReviewPolicy(ValueError):
    """The data lacks a key, or holds a value that makes no sense; the message names the key."""


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """One dated policy. Shares 0 to 1, hours and days as integers; severities 0 to 4."""

    second_severity: int
    second_reviewers: int
    routine_severity: int
    routine_photos: int
    check_share: float
    check_least_share: float
    check_trust_from: float
    check_seen_from: int
    appeal_days: int
    due_hours: int

    def votes_due(self, severity: int, *, is_flagged: bool) -> int:
        """Return how many equal votes decide a report."""
        return votes_due(
            severity, is_flagged=is_flagged, severity_from=self.second_severity, reviewers=self.second_reviewers
        )


# Key of the data: field, least and most value.
KEYS: Final[Mapping[str, tuple[str, float, float]]] = {
    "second_eyes.severity": ("second_severity", 0, 5),
    "second_eyes.reviewers": ("second_reviewers", 1, MOST_REVIEWERS),
    "routine.most_severity": ("routine_severity", 0, 4),
    "routine.least_photos": ("routine_photos", 0, 20),
    "check.share": ("check_share", 0, 1),
    "check.trusted_share": ("check_least_share", 0, 1),
    "check.trusted_from": ("check_trust_from", 0, 1),
    "check.trusted_outcomes": ("check_seen_from", 0, 1000),
    "appeal.days": ("appeal_days", 1, 365),
    "due.hours": ("due_hours", 1, 24 * 365),
}
SHARES: Final = frozenset({"check_share", "check_least_share", "check_trust_from"})


def review_rules_from(values: Mapping[str, object]) -> ReviewRules:
    """Build the rules from the `values` of one row of `vocabulary/review_policy.json`; raises WrongReviewPolicy."""
    found = {}
    for key, (field, least, most) in KEYS.items():
        value = values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise WrongReviewPolicy(f"{key} is missing or no number")
        if not least <= value <= most:
            raise WrongReviewPolicy(f"{key} lies not between {least} and {most}")
        found[field] = float(value) if field in SHARES else int(value)
    return ReviewRules(**found)  # type: ignore[arg-type]
