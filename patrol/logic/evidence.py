"""How strong the evidence behind a report is, from what its witnesses say; it orders work and rejects nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from patrol.logic.policy import Policy, ScorePolicy
from patrol.logic.witness import Outcome, Witness

VALUE = {Outcome.PASS: 1.0, Outcome.UNSURE: 0.5, Outcome.FAIL: 0.0}
# Where nobody saw anything, nothing speaks for the report or against it.
SCORE_OF_SILENCE = 50


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
    """Weigh the witnesses: 100 × Σ weight × value / Σ weight, over those who saw something.

    A pass is worth 1, unsure ½, a fail 0. Absent witnesses stand in neither sum, so they neither add nor subtract.
    Several witnesses of one name (one for each photo) count once, by the worst of them, so that ten fine photos cannot
    drown one old one. A person looks wherever one is unsure or fails, the score is low, or nobody saw anything.
    """
    heard = tuple(witnesses)
    counted = _worst_of_each_name(heard)
    total = sum(witness.weight for witness in counted)
    won = sum(witness.weight * VALUE[witness.outcome] for witness in counted)
    points = round(100 * won / total) if total > 0 else SCORE_OF_SILENCE
    has_doubt = any(witness.outcome in (Outcome.UNSURE, Outcome.FAIL) for witness in counted)
    needs_person = has_doubt or total <= 0 or points < policy.score.weak_below
    return Evidence(points, band_of(points, policy.score), needs_person, heard)


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
