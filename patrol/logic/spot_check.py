"""Which accepted reports are looked at once more: a share that trust lowers, drawn by a number nobody can choose."""

import hashlib
import hmac
from dataclasses import dataclass

from patrol.logic.review_policy import ReviewRules

BYTES = 8


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn for a report: its `number` from 0 to 1 (1 excluded) against the `share` that is looked at."""

    share: float
    number: float

    @property
    def is_drawn(self) -> bool:
        """Whether the report is looked at once more."""
        return self.number < self.share


def share_of(mean: float, seen: float, rules: ReviewRules) -> float:
    """Return the share of a person's accepted reports to look at again, by their Beta reputation (mean 0 to 1, outcomes seen).

    The trusted (enough outcomes, a high mean) get the least share; below, the share grows in proportion to the distance.
    """
    if seen < rules.check_seen_from:
        return rules.check_share
    if mean >= rules.check_trust_from:
        return min(rules.check_share, rules.check_least_share)
    doubt = 1 - mean / rules.check_trust_from if rules.check_trust_from else 0.0
    return min(1.0, rules.check_share + (1 - rules.check_share) * doubt)


def draw(report_id: str, share: float, *, key: bytes) -> Draw:
    """Draw for a report: the same number at every asking, and unknown to whoever has not the key (the sender chose the id)."""
    digest = hmac.digest(key, report_id.encode(), hashlib.sha256)
    return Draw(share, int.from_bytes(digest[:BYTES], "big") / 2 ** (8 * BYTES))
