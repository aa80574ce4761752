"""Whether a count is unusual against the days before it.

The days before give the rate: a Gamma-Poisson model, whose prediction for the next count is negative binomial, so that few
days or small counts give wide expectations and no false alarm. One earlier spike does not make later ones look usual:
each day counts at most its robust upper bound (median + 3 · 1.4826 · MAD, at least 3).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

# Jeffreys' prior of a Poisson rate: half an event, no days.
PRIOR: Final = 0.5
# One false alarm in a thousand looks; and never for less than three, nor less than twice the usual.
RARE: Final = 0.001
LEAST: Final = 3
TIMES: Final = 2.0
_MAD: Final = 3 * 1.4826


@dataclass(frozen=True, slots=True)
class Verdict:
    """A count beside its usual: `expected` on average, `tail` the chance of so many or more, `is_unusual` the judgement."""

    count: int
    expected: float
    tail: float
    is_unusual: bool


def judge(count: int, before: Sequence[int], *, days: int = 1) -> Verdict:
    """Judge the count of `days` days against the daily counts before them; without any day before nothing is unusual."""
    if not before:
        return Verdict(count, 0.0, 1.0, is_unusual=False)
    most = max(LEAST, _upper(before))
    total, n = sum(min(one, most) for one in before), len(before)
    expected = (total + PRIOR) / n * days
    tail = at_least(count, shape=total + PRIOR, exposure=n / days)
    is_unusual = count >= LEAST and tail < RARE and count >= TIMES * expected
    return Verdict(count, expected, tail, is_unusual)


def at_least(count: int, *, shape: float, exposure: float) -> float:
    """Return the chance of `count` or more where the rate is Gamma(shape, exposure) and the count Poisson."""
    if count <= 0:
        return 1.0
    p = exposure / (exposure + 1)
    below = sum(_mass(k, shape, p) for k in range(count))
    return max(0.0, 1.0 - below)


def _mass(k: int, shape: float, p: float) -> float:
    logarithm = (
        math.lgamma(k + shape) - math.lgamma(shape) - math.lgamma(k + 1) + shape * math.log(p) + k * math.log1p(-p)
    )
    return math.exp(logarithm)


def _upper(counts: Sequence[int]) -> float:
    middle = median(counts)
    return middle + _MAD * median(abs(one - middle) for one in counts)
