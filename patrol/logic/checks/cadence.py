"""Whether an organisation suddenly reported much more, just before it is assessed."""

from dataclasses import dataclass
from datetime import date, timedelta

from patrol.logic.policy_sections import CadencePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "cadence"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An organisation's reports that day, and how many it usually has in a day (mean of the weeks before)."""

    today: int
    usual: float


def cadence(day: date, rhythm: Rhythm | None, policy: CadencePolicy) -> Witness:
    """Judge the organisation's reports of the visit's day; only in the last days of a quarter is a burst a doubt.

    A burst is never more than a doubt, and a light one: honest members of a busy organisation stand in it too.
    """
    if rhythm is None:
        return Witness(NAME, Outcome.ABSENT, "cadence.no_organisation", policy.weight)
    left = days_to_quarter_end(day)
    # Half a report a day stands for an organisation that was silent so far.
    factor = rhythm.today / max(rhythm.usual, 0.5)
    is_burst = factor >= policy.burst_factor and rhythm.today >= policy.least_reports
    outcome, code = Outcome.PASS, "cadence.usual"
    if is_burst and left < policy.quarter_end_days:
        outcome, code = Outcome.UNSURE, "cadence.burst_at_quarter_end"
    params: dict[str, Param] = {"today": rhythm.today, "usual": round(rhythm.usual, 1), "days": left}
    return Witness(NAME, outcome, code, policy.weight, round(factor, 1), policy.burst_factor, params)


def days_to_quarter_end(day: date) -> int:
    """Count the days left in the quarter: 0 on its last day."""
    month = 3 * ((day.month - 1) // 3) + 3
    after = date(day.year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(days=1) - day).days
