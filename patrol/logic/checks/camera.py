"""Do the photos of one visit come from one camera? EXIF, when it is there."""

from collections.abc import Iterable

from patrol.logic.policy_sections import CameraPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "camera"


def camera(models: Iterable[str], policy: CameraPolicy) -> Witness:
    """Count the camera models that the photos name; photos that name none are not counted.

    A phone and a camera are common on a careful visit; pictures gathered from many phones are not.
    """
    known = sorted({model for model in models if model})
    if not known:
        return Witness(NAME, Outcome.ABSENT, "camera.not_told", policy.weight)
    is_fine = len(known) <= policy.most_cameras
    params: dict[str, Param] = {"count": len(known), "most": policy.most_cameras, "cameras": ", ".join(known[:4])}
    outcome, code = (Outcome.PASS, "camera.agrees") if is_fine else (Outcome.UNSURE, "camera.several")
    return Witness(NAME, outcome, code, policy.weight, len(known), policy.most_cameras, params)
