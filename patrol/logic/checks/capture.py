"""Whether the photos were taken in the app, at the shutter and during the visit, or chosen from an album."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.logic.policy_sections import CapturePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "capture"


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo as the app kept it: the phone's clock at the shutter, and whether the position was taken with it."""

    taken_at: datetime | None
    has_fix: bool


def capture(shots: Sequence[Shot], arrived_at: datetime, finished_at: datetime, policy: CapturePolicy) -> Witness:
    """Count the photos that were not taken in the app during the visit (all times by the same phone's clock).

    All of them fail, a share of `person_share` is a doubt; one among many is a picture taken before the form was opened.

    A photo chosen from the album has no position of its shutter. Where none has one, the phone had no reception, or
    another channel was used that takes none: then the times alone speak.
    """
    timed = [shot for shot in shots if shot.taken_at is not None]
    if not timed:
        return Witness(NAME, Outcome.ABSENT, "capture.not_told", policy.weight)
    slack = timedelta(minutes=policy.slack_minutes)
    asks_fix = any(shot.has_fix for shot in shots)
    strange = sum(
        not arrived_at - slack <= shot.taken_at <= finished_at + slack or (asks_fix and not shot.has_fix)
        for shot in shots
        if shot.taken_at is not None
    ) + (len(shots) - len(timed))
    params: dict[str, Param] = {"count": strange, "photos": len(shots)}
    outcome, code = Outcome.PASS, "capture.in_app" if strange == 0 else "capture.mostly_in_app"
    if strange >= policy.person_share * len(shots):
        outcome = Outcome.FAIL if strange == len(shots) else Outcome.UNSURE
        code = "capture.from_album"
    return Witness(NAME, outcome, code, policy.weight, strange, 0, params)
