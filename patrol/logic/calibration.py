"""How well the evidence agrees with officers: of each witness, of the score, and which weights would agree better.

A report is `refused` where an officer rejected it. What a witness takes of its weight is 0 for a pass,
¼ for unsure, 1 for a fail, as in the score.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from patrol.logic.evidence import TAKES
from patrol.logic.witness import Outcome

BINS: Final = (0, 20, 40, 60, 70, 80, 90, 95, 100)
# Two-sided 95 %.
Z: Final = 1.96
# Pulls weights towards zero: a witness seen a few times proves little.
RIDGE: Final = 1.0
LEAST_OF_EACH: Final = 20
HEAVIEST: Final = 100.0
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A decided report: what each witness that was heard takes (the worst of each name), its score, and its end."""

    takes: Mapping[str, float]
    score: int
    is_flagged: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class WitnessFigures:
    """One witness against officers' decisions, in reports: heard, doubted, and both kinds of error follow from them."""

    name: str
    heard: int
    doubted: int
    doubted_refused: int
    refused: int
    accepted: int

    @property
    def precision(self) -> float | None:
        """The share refused of those it doubted."""
        return _share(self.doubted_refused, self.doubted)

    @property
    def recall(self) -> float | None:
        """The share doubted of those refused (among reports that let it be heard)."""
        return _share(self.doubted_refused, self.refused)

    @property
    def false_alarms(self) -> float | None:
        """The share doubted of those accepted."""
        return _share(self.doubted - self.doubted_refused, self.accepted)


@dataclass(frozen=True, slots=True)
class Band:
    """Reports whose score lies in `least` to `most` (both included), the share accepted, and its 95 % interval (Wilson)."""

    least: int
    most: int
    count: int
    accepted: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share accepted."""
        return _share(self.accepted, self.count)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What goes to a person under one rule: the share of refused reports found, and of accepted ones disturbed."""

    detected: float | None
    false_alarms: float | None
    below: float | None = None


def takes_of(witnesses: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return what each witness takes, from the stored statements: the worst of each name, none for the absent."""
    worst: dict[str, float] = {}
    for witness in witnesses:
        outcome = Outcome(witness["outcome"])
        if outcome in TAKES:
            takes, name = TAKES[outcome], str(witness["name"])
            worst[name] = max(takes, worst.get(name, 0.0))
    return worst


def figures_of(judged: Sequence[Judged]) -> list[WitnessFigures]:
    """Count each witness's agreement with officers, by name."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for report in judged:
        for name, takes in report.takes.items():
            count = counts[name]
            count[0] += 1
            count[1] += takes > 0
            count[2] += takes > 0 and report.is_refused
            count[3] += report.is_refused
    return [
        WitnessFigures(name, heard, doubted, both, refused, heard - refused)
        for name, (heard, doubted, both, refused) in sorted(counts.items())
    ]


def reliability(judged: Sequence[Judged], bins: Sequence[int] = BINS) -> list[Band]:
    """Say how many reports of each band of scores were accepted; empty bands are left out."""
    bands = []
    for place, least in enumerate(bins):
        most = bins[place + 1] - 1 if place + 1 < len(bins) else 100
        inside = [report for report in judged if least <= report.score <= most]
        if inside:
            accepted = sum(not report.is_refused for report in inside)
            bands.append(Band(least, most, len(inside), accepted, *wilson(accepted, len(inside))))
    return bands


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927); it stays within 0 and 1 and is honest for few."""
    share, square = count / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z / (1 + square / total) * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def alarm_as_ruled(judged: Sequence[Judged]) -> Alarm:
    """Say what the rule in force sends to a person."""
    return Alarm(*_rates([report.is_flagged for report in judged], judged))


def alarm_at(judged: Sequence[Judged], false_alarms: float) -> Alarm:
    """Find the score below which a person would look so that at most this share of accepted reports is disturbed."""
    best = Alarm(*_rates([False] * len(judged), judged), below=0)
    for below in range(1, 102):
        found = Alarm(*_rates([report.score < below for report in judged], judged), below=below)
        if (found.false_alarms or 0.0) > false_alarms:
            break
        best = found
    return best


def brier(judged: Sequence[Judged]) -> float | None:
    """Return the mean squared distance between score / 100 and the outcome (Brier 1950): 0 is perfect, ¼ is a coin."""
    if not judged:
        return None
    return sum((report.score / 100 - (not report.is_refused)) ** 2 for report in judged) / len(judged)


def proposed_weights(judged: Sequence[Judged], *, clean_from: float, false_alarms: float) -> dict[str, float] | None:
    """Propose whole weights so that at most `false_alarms` of accepted reports fall below `clean_from`.

    Logistic regression of refusal on what the witnesses take, weights at least 0 and pulled towards 0, refused reports
    counting as much as accepted ones; then scaled so that the allowed share of accepted reports loses more than
    100 - `clean_from`. None where officers refused, or accepted, fewer than twenty.
    """
    refused = sum(report.is_refused for report in judged)
    if min(refused, len(judged) - refused) < LEAST_OF_EACH:
        return None
    names = sorted({name for report in judged for name in report.takes})
    takes = np.array([[report.takes.get(name, 0.0) for name in names] for report in judged])
    is_refused = np.array([report.is_refused for report in judged])
    weights = _fitted(takes, is_refused)
    lost = np.sort((takes @ weights)[~is_refused])
    edge = lost[min(len(lost) - 1, math.ceil((1 - false_alarms) * len(lost)) - 1)]
    # What takes nothing must not be scaled to infinity: the lightest doubt that is refused stands in for it.
    floor = max(edge * 1.001, float(weights.max()) / HEAVIEST * (100 - clean_from))
    scaled = np.minimum(HEAVIEST, weights * (100 - clean_from) / floor) if floor > 0 else weights
    return {name: float(math.floor(weight)) for name, weight in zip(names, scaled, strict=True)}


def _fitted(takes: Floats, is_refused: NDArray[np.bool_]) -> Floats:
    """Fit non-negative coefficients (the intercept free) by L-BFGS-B; rows: reports, columns: witnesses."""
    share = np.where(is_refused, 0.5 / is_refused.mean(), 0.5 / (~is_refused).mean())
    sign = np.where(is_refused, 1.0, -1.0)

    def loss(point: Floats) -> tuple[float, Floats]:
        margin = sign * (takes @ point[1:] + point[0])
        pull = -share * sign / (1 + np.exp(np.clip(margin, -60, 60)))
        value = float((share * np.logaddexp(0, -margin)).sum() + RIDGE / 2 * (point[1:] @ point[1:]))
        return value, np.concatenate([[pull.sum()], takes.T @ pull + RIDGE * point[1:]])

    bounds = [(None, None), *[(0.0, None)] * takes.shape[1]]
    # Slow to load, and only who calibrates needs it.
    from scipy.optimize import minimize

    found = minimize(loss, np.zeros(takes.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x[1:], dtype=np.float64)


def _rates(flags: Sequence[bool], judged: Sequence[Judged]) -> tuple[float | None, float | None]:
    refused = [flag for flag, report in zip(flags, judged, strict=True) if report.is_refused]
    accepted = [flag for flag, report in zip(flags, judged, strict=True) if not report.is_refused]
    return _share(sum(refused), len(refused)), _share(sum(accepted), len(accepted))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
