"""Does the camera's own position agree? EXIF, when it is there; phones strip it from uploads, which is nobody's fault."""

from collections.abc import Sequence

from patrol.logic.policy_sections import PhotoPlacePolicy
from patrol.logic.witness import Outcome, Witness

NAME = "photo_place"


def photo_place(distances_m: Sequence[float], policy: PhotoPlacePolicy) -> Witness:
    """Judge the camera's position by its distances in metres from the site's geometry, one for each reading of it.

    A camera that does not say which datum it writes may mean WGS-84 or GCJ-02 (551 m apart in Beijing), so both are
    measured and the nearer one counts. None at all is `absent`.
    """
    if not distances_m:
        return Witness(NAME, Outcome.ABSENT, "photo_place.not_told", policy.weight)
    nearest = min(distances_m)
    if nearest <= policy.ok_m:
        outcome, code = Outcome.PASS, "photo_place.at_site"
    elif nearest <= policy.absent_m:
        outcome, code = Outcome.UNSURE, "photo_place.some_way_off"
    else:
        outcome, code = Outcome.FAIL, "photo_place.elsewhere"
    params = {"distance_m": round(nearest), "ok_m": round(policy.ok_m), "km": round(nearest / 1000, 1)}
    return Witness(NAME, outcome, code, policy.weight, round(nearest, 1), policy.ok_m, params)
