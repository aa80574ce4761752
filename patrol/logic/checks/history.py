"""How did officers judge the person's reports so far? A reputation that fades, and that a new volunteer has not."""

from collections.abc import Iterable
from dataclasses import dataclass

from patrol.logic.policy_sections import HistoryPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "history"


@dataclass(frozen=True, slots=True)
class Judged:
    """One report that an officer decided, so many days ago."""

    is_accepted: bool
    days_ago: float


@dataclass(frozen=True, slots=True)
class Reputation:
    """The Beta distribution of a person's share of accepted reports: its two parameters, and how much was seen."""

    accepted: float
    refused: float
    seen: float

    @property
    def mean(self) -> float:
        """The expected share of accepted reports, 0 to 1."""
        return self.accepted / (self.accepted + self.refused)


def reputation(judged: Iterable[Judged], policy: HistoryPolicy) -> Reputation:
    """Add up outcomes, each half as heavy for every `half_life_days` since, on top of the prior.

    After Jøsang and Ismail, The Beta Reputation System (2002), with their forgetting factor as a half-life.
    """
    accepted = refused = 0.0
    for one in judged:
        weight = 0.5 ** (max(one.days_ago, 0.0) / policy.half_life_days)
        accepted, refused = accepted + weight * one.is_accepted, refused + weight * (not one.is_accepted)
    return Reputation(policy.prior_accepted + accepted, policy.prior_refused + refused, accepted + refused)


def history(judged: Iterable[Judged], policy: HistoryPolicy) -> Witness:
    """Judge by the expected share of accepted reports; too few outcomes say nothing, so nobody starts suspect."""
    known = reputation(judged, policy)
    params: dict[str, Param] = {"percent": round(100 * known.mean), "seen": round(known.seen)}
    if known.seen < policy.least_outcomes:
        return Witness(NAME, Outcome.ABSENT, "history.too_few", policy.weight, params=params)
    if known.mean >= policy.unsure_below:
        outcome, code = Outcome.PASS, "history.good"
    elif known.mean >= policy.fail_below:
        outcome, code = Outcome.UNSURE, "history.mixed"
    else:
        outcome, code = Outcome.FAIL, "history.poor"
    return Witness(NAME, outcome, code, policy.weight, round(known.mean, 3), policy.unsure_below, params)
