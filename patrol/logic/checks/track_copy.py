"""Was the way walked, or is it another's? The share of its points that stand in an earlier track, point by point."""

from dataclasses import dataclass

from patrol.logic.policy_sections import TrackCopyPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "track_copy"


@dataclass(frozen=True, slots=True)
class Copied:
    """The points of a track, the largest share of them (0 to 1) found in another's, and the report that one is of."""

    points: int
    share: float
    report_id: str = ""


def track_copy(known: Copied | None, policy: TrackCopyPolicy) -> Witness:
    """Judge a track by the share of its points that stand in an earlier one.

    Receivers never write the same way twice: measured on one path, points of two walks meet to within 0.3 m now and
    then, those of a copy (also thinned, or moved elsewhere) always. Times are not asked, so a later day hides nothing.
    """
    if known is None or known.points < policy.least_points:
        return Witness(NAME, Outcome.ABSENT, "track_copy.no_track", policy.weight)
    outcome, code = Outcome.PASS, "track_copy.own"
    if known.share >= policy.copy_share:
        outcome, code = Outcome.FAIL, "track_copy.copy"
    elif known.share >= policy.person_share:
        outcome, code = Outcome.UNSURE, "track_copy.parts"
    params: dict[str, Param] = {"percent": round(100 * known.share), "report": known.report_id or None}
    return Witness(NAME, outcome, code, policy.weight, round(known.share, 3), policy.person_share, params)
