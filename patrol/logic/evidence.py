"""How strong the evidence behind a report is, from what its witnesses say; it orders work and rejects nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from patrol.logic.policy import Policy, ScorePolicy
from patrol.logic.witness import Outcome, Witness

VALUE = {Outcome.PASS: 1.0, Outcome.UNSURE: 0.5, Outcome.FAIL: 0.0}
# What a witness takes of its weight where doubt is taken from 100: several slight doubts make a grave one.
TAKES = {Outcome.PASS: 0.0, Outcome.UNSURE: 0.25, Outcome.FAIL: 1.0}
# Where nobody saw anything, nothing speaks for the report or against it.
SCORE_OF_SILENCE = 50
PRESENCE = "presence"


class Band(StrEnum):
    """The score in one word."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A score from 0 to 100, its band, whether a person must look first, and every witness behind it."""

    score: int
    band: Band
    needs_person: bool
    witnesses: tuple[Witness, ...]


def score(witnesses: Iterable[Witness], policy: Policy) -> Evidence:
    """Weigh the witnesses by the rule of the policy; absent ones neither add nor subtract.

    Several witnesses of one name (one for each photo) count once, by the worst of them, so that ten fine photos cannot
    drown one old one. With `score.clean` the score is what doubt leaves of 100; without it, a weighted mean.
    """
    heard = tuple(witnesses)
    counted = _worst_of_each_name(heard)
    points, needs_person = (_mean if policy.score.clean_from is None else _left)(counted, policy.score)
    return Evidence(points, band_of(points, policy.score), needs_person, heard)


def _left(counted: list[Witness], policy: ScorePolicy) -> tuple[int, bool]:
    """Take from 100 the weight of each fail and a quarter of each unsure; below `clean_from` a person looks.

    Where nobody saw anything, nothing was taken and nothing proven: that too is for a person, and so is a report that
    no position places.
    """
    if sum(witness.weight for witness in counted) <= 0:
        return SCORE_OF_SILENCE, True
    taken = sum(witness.weight * TAKES[witness.outcome] for witness in counted)
    points = max(0, round(100 - taken))
    is_placed = any(witness.name == PRESENCE for witness in counted)
    return points, not is_placed or (policy.clean_from is not None and points < policy.clean_from)


def _mean(counted: list[Witness], policy: ScorePolicy) -> tuple[int, bool]:
    """Give 100 × Σ weight × value / Σ weight; a person looks wherever one is unsure or fails, or the score is low."""
    total = sum(witness.weight for witness in counted)
    won = sum(witness.weight * VALUE[witness.outcome] for witness in counted)
    points = round(100 * won / total) if total > 0 else SCORE_OF_SILENCE
    has_doubt = any(witness.outcome in (Outcome.UNSURE, Outcome.FAIL) for witness in counted)
    return points, has_doubt or total <= 0 or points < policy.weak_below


def band_of(points: int, policy: ScorePolicy) -> Band:
    """Say the score in one word."""
    if points >= policy.strong_from:
        return Band.STRONG
    return Band.FAIR if points >= policy.weak_below else Band.WEAK


def _worst_of_each_name(witnesses: tuple[Witness, ...]) -> list[Witness]:
    worst: dict[str, Witness] = {}
    for witness in witnesses:
        if witness.outcome is Outcome.ABSENT:
            continue
        known = worst.get(witness.name)
        if known is None or VALUE[witness.outcome] < VALUE[known.outcome]:
            worst[witness.name] = witness
    return list(worst.values())
